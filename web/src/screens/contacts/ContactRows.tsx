import { type Contact, titleOf } from '../../model/contact.ts';
import { Avatar } from '../../parts/Avatar.tsx';
import { plain } from '../../words/plain.ts';
import './contactRows.css';

/** Which contacts, and how one gets to them. */
export interface RowsProps {
  readonly locationIds: readonly string[];
  readonly selected: string | undefined;
  readonly addressOf: (contactId: string) => string;
  /** The name of a location, where it has to be told. */
  readonly placeOf: (locationId: string) => string;
}

interface ContactRowsProps extends Omit<RowsProps, 'locationIds'> {
  readonly contacts: readonly Contact[];
}

export function ContactRows({ contacts, selected, addressOf, placeOf }: ContactRowsProps) {
  return (
    <ul class="contact-rows">
      {contacts.map((contact) => {
        const { contactId, locationId, emails } = contact;
        const title = plain(titleOf(contact));
        const [first, ...others] = emails;
        const place = placeOf(locationId);
        return (
          <li key={contactId}>
            <a
              class="contact-rows__row"
              href={addressOf(contactId)}
              aria-current={contactId === selected ? 'true' : undefined}
            >
              <Avatar name={title} />
              <span class="contact-rows__words">
                <bdi class="contact-rows__name one-line">{title}</bdi>
                <span class="contact-rows__address one-line">
                  {first === undefined ? 'No address yet' : <bdi>{plain(first)}</bdi>}
                  {others.length > 0 && ` and ${others.length} more`}
                </span>
              </span>
              {place && <bdi class="contact-rows__place one-line">{place}</bdi>}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
