import { useMemo } from 'preact/hooks';
import { type Contact, titleOf } from '../../model/contact.ts';
import { Avatar } from '../../parts/Avatar.tsx';
import { RowList } from '../../parts/RowList.tsx';
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
  readonly label: string;
  readonly contacts: readonly Contact[];
  readonly hasMore: boolean;
  /** Tells which rows are looked at. */
  readonly onView?: (first: number, last: number) => void;
}

/** Two lines and some air. */
const ROW_REM = 4;

export function ContactRows({ contacts, selected, addressOf, placeOf, ...list }: ContactRowsProps) {
  const ids = useMemo(() => contacts.map(({ contactId }) => contactId), [contacts]);
  return (
    <RowList
      {...list}
      ids={ids}
      rowRem={ROW_REM}
      current={selected}
      render={(index, tabIndex) => {
        const contact = contacts[index];
        return (
          contact && (
            <ContactRow
              contact={contact}
              href={addressOf(contact.contactId)}
              tabIndex={tabIndex}
              isCurrent={contact.contactId === selected}
              place={placeOf(contact.locationId)}
            />
          )
        );
      }}
    />
  );
}

interface ContactRowProps {
  readonly contact: Contact;
  readonly href: string;
  readonly tabIndex: 0 | -1;
  readonly isCurrent: boolean;
  readonly place: string;
}

function ContactRow({ contact, href, tabIndex, isCurrent, place }: ContactRowProps) {
  const title = plain(titleOf(contact));
  const [first, ...others] = contact.emails;
  return (
    <a class="contact-row" href={href} tabIndex={tabIndex} aria-current={isCurrent ? 'page' : undefined}>
      <Avatar name={title} />
      <span class="contact-row__words">
        <bdi class="contact-row__name one-line">{title}</bdi>
        <span class="contact-row__address one-line">
          {first === undefined ? 'No address yet' : <bdi>{plain(first)}</bdi>}
          {others.length > 0 && ` and ${others.length} more`}
        </span>
      </span>
      {place && <bdi class="contact-row__place one-line">{place}</bdi>}
    </a>
  );
}
