import { CheckCheck, Inbox, MailPlus } from 'lucide-preact';
import { known } from '../../../live/live.ts';
import { useMailboxes } from '../../../live/mailboxes.ts';
import { Notice } from '../../../parts/Notice.tsx';
import { Skeleton } from '../../../parts/Skeleton.tsx';
import { type InboxFilters, inboxAddress } from '../../../words/inboxAddress.ts';

/** In the place of conversations: why there are none, and what leads to some. */
export function EmptyList({ filters }: { readonly filters: InboxFilters }) {
  const mailboxes = known(useMailboxes());
  if (filters.unread)
    return (
      <Notice
        icon={CheckCheck}
        title="Everything is read"
        action={
          <a class="conversation-list__action" href={inboxAddress({ ...filters, unread: false })}>
            Show all conversations
          </a>
        }
      />
    );
  if (mailboxes === undefined) return <Skeleton label="Loading your mailboxes" rows={3} look="row" />;
  const connected = mailboxes.filter(({ status }) => status !== 'disconnected');
  if (connected.length === 0)
    return (
      <Notice
        icon={MailPlus}
        title="Connect Gmail to begin"
        action={
          <a class="conversation-list__action" href="/settings">
            Connect Gmail
          </a>
        }
      >
        <p>Mail with your contacts is listed here, one conversation for each.</p>
      </Notice>
    );
  const isComing = connected.some(({ status }) => status === 'connecting' || status === 'backfilling');
  return (
    <Notice
      icon={Inbox}
      title={isComing ? 'Your mail is on its way' : 'No conversation yet'}
      action={
        <a class="conversation-list__action" href="/contacts">
          Go to your contacts
        </a>
      }
    >
      <p>
        {isComing
          ? 'Gmail is being read for mail with your contacts. It appears here by itself.'
          : 'Mail appears here by itself as soon as it is from one of your contacts, or to one. Mail with anybody else stays in Gmail.'}
      </p>
    </Notice>
  );
}
