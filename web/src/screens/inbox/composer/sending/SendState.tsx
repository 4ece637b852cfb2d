import { useEffect, useState } from 'preact/hooks';
import { useNow } from '../../../../live/useNow.ts';
import { Banner } from '../../../../parts/Banner.tsx';
import { Button } from '../../../../parts/Button.tsx';
import { Dialog } from '../../../../parts/Dialog.tsx';
import { sizeInWords } from '../../../../words/size.ts';
import type { Attempt } from '../drafts/draft.ts';
import { bytesOf } from '../files.ts';
import { asksByItself } from './byItself.ts';
import { nameOf, type Place, refusals, underWay } from './place.ts';
import { askAgain, giveUpAttempt } from './sendMail.ts';

interface SendStateProps {
  readonly place: Place;
  readonly attempt: Attempt | null;
  readonly isOnline: boolean;
  /** Sends what is written now. */
  readonly onSend: () => void;
}

/** What is known of a mail after "Send" was pressed, and what can be done about it. */
export function SendState({ place, attempt, isOnline, onSend }: SendStateProps) {
  const isUnderWay = underWay.value.has(nameOf(place));
  const refusal = refusals.value.get(nameOf(place));
  if (attempt?.doubt && !isUnderWay)
    return <Doubt place={place} attempt={attempt} doubt={attempt.doubt} isOnline={isOnline} />;
  if (attempt) return <OnItsWay bytes={bytesOf(attempt.mail.files)} />;
  if (!refusal) return null;
  if (refusal.kind === 'otherMail')
    return (
      <Banner
        tone="bad"
        action={
          <Button
            onClick={() => {
              giveUpAttempt(place);
              onSend();
            }}
          >
            Send it as another mail
          </Button>
        }
      >
        {refusal.words} Look into the conversation first.
      </Banner>
    );
  return (
    <Banner tone="bad" action={<Button onClick={onSend}>Try again</Button>}>
      {refusal.words}
    </Banner>
  );
}

const LARGE = 1_000_000;

function OnItsWay({ bytes }: { readonly bytes: number }) {
  return (
    <p class="compose__sending" role="status">
      {bytes > LARGE ? `Sending ${sizeInWords(bytes)}… This can take some minutes.` : 'Sending…'}
    </p>
  );
}

interface DoubtProps {
  readonly place: Place;
  readonly attempt: Attempt;
  readonly doubt: NonNullable<Attempt['doubt']>;
  readonly isOnline: boolean;
}

function Doubt({ place, attempt, doubt, isOnline }: DoubtProps) {
  const [isAsking, setAsking] = useState(false);
  const now = useNow(1_000).getTime();
  const seconds = Math.max(0, Math.ceil((doubt.askAt - now) / 1_000));
  const isByItself =
    isOnline && !isAsking && asksByItself(attempt, { now, pageSince: performance.timeOrigin });
  const isDue = isByItself && seconds === 0;
  const { uid, key } = place;
  useEffect(() => {
    if (isDue) void askAgain({ uid, key }, { byItself: true });
  }, [isDue, uid, key]);
  return (
    <>
      <Banner
        tone="warn"
        action={
          <>
            <Button disabled={!isOnline} onClick={() => askAgain(place)}>
              Try again
            </Button>
            <Button look="quiet" onClick={() => setAsking(true)}>
              Change it
            </Button>
          </>
        }
      >
        {isOnline ? doubt.words : `${doubt.words} You are offline.`}
        {isByItself && <span aria-hidden="true"> Asks again in {seconds} s.</span>}
      </Banner>
      {isAsking && (
        <Dialog
          title="Change a mail that may have been sent?"
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>Leave it as it is</Button>
              <Button look="danger" onClick={() => giveUpAttempt(place)}>
                Change it
              </Button>
            </>
          }
        >
          <p>
            It may reach its readers as it is. If you change it and send it, that is another mail, and they
            may get both.
          </p>
        </Dialog>
      )}
    </>
  );
}
