import { useContact } from '../../live/contact.ts';
import { known } from '../../live/live.ts';
import { titleOf } from '../../model/contact.ts';
import { Banner } from '../../parts/Banner.tsx';
import { plain } from '../../words/plain.ts';

interface TakenAddressProps {
  readonly email: string;
  readonly contactId: string;
}

/** An address belongs to one contact of a location: who has it, and the way there. */
export function TakenAddress({ email, contactId }: TakenAddressProps) {
  const contact = known(useContact(contactId));
  return (
    <Banner tone="warn">
      <strong>{plain(email)}</strong> belongs to{' '}
      <a href={`/contacts/${encodeURIComponent(contactId)}`}>
        <bdi>{contact ? plain(titleOf(contact)) : 'another contact'}</bdi>
      </a>{' '}
      already. Take it away there first, or use that contact.
    </Banner>
  );
}
