import type { FoundContact } from '../../../live/findContacts.ts';
import { titleOf } from '../../../model/contact.ts';
import { plain } from '../../../words/plain.ts';
import { RowLink } from './RowLink.tsx';

interface FoundRowProps {
  readonly found: FoundContact;
  readonly href: string;
  readonly tabIndex: 0 | -1;
  readonly isCurrent: boolean;
  readonly now: Date;
  readonly locationName: string | undefined;
}

/** A contact that a search has found: with their address, and the mail with them if there is any. */
export function FoundRow({ found: { contact, conversation }, locationName, ...link }: FoundRowProps) {
  const last = conversation?.lastMessage;
  return (
    <RowLink
      {...link}
      name={titleOf(contact)}
      unreadCount={conversation?.unreadCount ?? 0}
      sentAt={last?.sentAt}
      second={<bdi>{contact.emails.map(plain).join(', ') || 'No address'}</bdi>}
      third={last ? <bdi>{plain(last.subject) || 'No subject'}</bdi> : 'No mail yet'}
      aside={locationName}
    />
  );
}
