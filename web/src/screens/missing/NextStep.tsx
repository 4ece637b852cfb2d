import { ExternalLink } from 'lucide-preact';
import { useCall } from '../../live/useCall.ts';
import { useGmailConsent } from '../../live/useConsent.ts';
import type { Mailbox } from '../../model/mailbox.ts';
import { Button } from '../../parts/Button.tsx';
import { LinkButton } from '../../parts/LinkButton.tsx';
import { toast } from '../../parts/Toasts.tsx';
import { type GmailPlace, gmailAddress, type Step } from './answer.ts';
import { LocationSteps } from './LocationSteps.tsx';
import { MeantContacts } from './MeantContacts.tsx';
import { PeopleSteps } from './PeopleSteps.tsx';
import { ToConversation } from './ToConversation.tsx';

interface NextStepProps {
  readonly step: Step;
  readonly mailbox: Mailbox;
  readonly who: string;
  readonly onAgain: () => void;
}

const PLACES: Readonly<Record<GmailPlace, string>> = {
  all: 'Open it in Gmail',
  drafts: 'See it among Gmail’s drafts',
  spam: 'See it in Gmail’s spam',
  trash: 'See it in Gmail’s trash',
};

/** What brings the mail, or shows where it is. */
export function NextStep({ step, mailbox, who, onAgain }: NextStepProps) {
  switch (step.kind) {
    case 'conversation':
      return <ToConversation messageIds={step.messageIds} />;
    case 'people':
      return <PeopleSteps people={step.people} who={who} />;
    case 'olderMail':
      return <MeantContacts who={who} />;
    case 'locationSettings':
      return <LocationSteps />;
    case 'syncNow':
      return <SyncNow mailboxId={mailbox.mailboxId} onAgain={onAgain} />;
    case 'connect':
      return <Connect emailAddress={mailbox.emailAddress} />;
    case 'gmail':
      return (
        <LinkButton href={gmailAddress(mailbox.emailAddress, step.place, step.gmailId)} isElsewhere>
          {PLACES[step.place]}
          <ExternalLink size={14} aria-hidden="true" />
          <span class="only-heard">(another tab)</span>
        </LinkButton>
      );
    default:
      return step satisfies never;
  }
}

function SyncNow({ mailboxId, onAgain }: { readonly mailboxId: string; readonly onAgain: () => void }) {
  const { busy, failure, ask } = useCall('syncNow');
  const sync = async () => {
    const answer = await ask({ mailboxId });
    if (!answer) return;
    if (answer.advice) toast(answer.advice);
    onAgain();
  };
  return (
    <>
      <Button look="primary" busy={busy} onClick={sync}>
        Sync now
      </Button>
      {failure && <span role="alert">{failure.message}</span>}
    </>
  );
}

function Connect({ emailAddress }: { readonly emailAddress: string }) {
  const { busy, problem, go } = useGmailConsent({ loginHint: emailAddress });
  return (
    <>
      <Button look="primary" busy={busy} onClick={go}>
        Connect again
      </Button>
      {problem && <span role="alert">{problem}</span>}
    </>
  );
}
