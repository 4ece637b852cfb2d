import { CloudOff, Plus } from 'lucide-preact';
import { currentAgent } from '../../../firebase/session.ts';
import { useMailboxes } from '../../../live/mailboxes.ts';
import { useGmailConsent } from '../../../live/useConsent.ts';
import { Banner } from '../../../parts/Banner.tsx';
import { Button } from '../../../parts/Button.tsx';
import { Notice } from '../../../parts/Notice.tsx';
import { Skeleton } from '../../../parts/Skeleton.tsx';
import { Section } from '../Section.tsx';
import { FirstMailbox } from './FirstMailbox.tsx';
import { MailboxCard } from './MailboxCard.tsx';

/** The agent's own mailboxes, live. */
export function Mailboxes() {
  const live = useMailboxes();
  switch (live.state) {
    case 'loading':
      return (
        <Section title="Mailboxes">
          <Skeleton label="Your mailboxes are being loaded" rows={3} look="row" />
        </Section>
      );
    case 'failed':
      return (
        <Section title="Mailboxes">
          <Notice icon={CloudOff} title="Your mailboxes could not be loaded">
            <p>{live.message}</p>
          </Notice>
        </Section>
      );
    case 'ready':
      return live.value.length === 0 ? (
        <Section title="Mailboxes">
          {currentAgent().locationIds.length === 0 && (
            <Banner tone="note">
              You do not work in a location yet, so no mail is stored. Ask whoever runs this system to add you
              to one.
            </Banner>
          )}
          <FirstMailbox />
        </Section>
      ) : (
        <Section title="Mailboxes" action={<ConnectAnother />}>
          {[...live.value]
            .sort((a, b) => a.connectedAt.getTime() - b.connectedAt.getTime())
            .map((mailbox) => (
              <MailboxCard key={mailbox.mailboxId} mailbox={mailbox} />
            ))}
        </Section>
      );
    default:
      return live satisfies never;
  }
}

function ConnectAnother() {
  const { busy, problem, go } = useGmailConsent({ path: '/settings' });
  return (
    <>
      <Button busy={busy} onClick={go}>
        <Plus size={16} aria-hidden="true" />
        Connect another
      </Button>
      {problem && <Banner tone="bad">{problem}</Banner>}
    </>
  );
}
