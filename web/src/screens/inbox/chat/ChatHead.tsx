import { ChevronLeft, EllipsisVertical, History as HistoryIcon, MailOpen, UserRound } from 'lucide-preact';
import { useLocation } from 'preact-iso';
import type { Contact } from '../../../model/contact.ts';
import { titleOf } from '../../../model/contact.ts';
import { Avatar } from '../../../parts/Avatar.tsx';
import { Button } from '../../../parts/Button.tsx';
import { Menu } from '../../../parts/Menu.tsx';
import { inboxAddress, readFilters } from '../../../words/inboxAddress.ts';
import { plain } from '../../../words/plain.ts';
import './chatHead.css';

interface ChatHeadProps {
  readonly contactId: string;
  /** Null where it was removed; undefined while it is on its way. */
  readonly contact: Contact | null | undefined;
  readonly isFetching: boolean;
  readonly onFetchHistory: () => void;
  readonly onMarkUnread: () => void;
}

/** With whom one talks, and what can be done with all of it. */
export function ChatHead({ contactId, contact, isFetching, onFetchHistory, onMarkUnread }: ChatHeadProps) {
  const { route } = useLocation();
  const page = `/contacts/${encodeURIComponent(contactId)}`;
  const title =
    contact === undefined ? 'Loading' : contact === null ? 'Removed contact' : plain(titleOf(contact));
  const emails = contact?.emails.filter((email) => email !== title) ?? [];
  return (
    <header class="chat-head">
      <BackLink />
      <Avatar name={title} />
      <div class="chat-head__who">
        <h1 class="chat-head__name one-line">
          <a href={page}>
            <bdi>{title}</bdi>
          </a>
        </h1>
        <p class="chat-head__emails one-line" title={emails.join('\n')}>
          {emails.map((email) => (
            <bdi key={email}>{plain(email)}</bdi>
          ))}
        </p>
      </div>
      <div class="chat-head__fetch">
        <Button look="quiet" busy={isFetching} onClick={onFetchHistory}>
          <HistoryIcon aria-hidden="true" />
          <span>Fetch History</span>
        </Button>
      </div>
      <Menu
        label="More about this conversation"
        icon={EllipsisVertical}
        items={[
          { label: 'Mark as unread', icon: MailOpen, onSelect: onMarkUnread },
          { label: 'Open the contact', icon: UserRound, onSelect: () => route(page) },
        ]}
      />
    </header>
  );
}

/** Where there is room for one of both only, the list is a page back. */
export function BackLink() {
  const { query } = useLocation();
  return (
    <a
      class="chat-head__back icon-button"
      href={inboxAddress(readFilters(query))}
      aria-label="Back to the list"
      title="Back to the list"
    >
      <ChevronLeft aria-hidden="true" />
    </a>
  );
}
