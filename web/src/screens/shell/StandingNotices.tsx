import { known } from '../../live/live.ts';
import { useMailboxes } from '../../live/mailboxes.ts';
import { useNow } from '../../live/useNow.ts';
import { useOnline } from '../../live/useOnline.ts';
import { Banner } from '../../parts/Banner.tsx';
import { clockTime, daysBetween, exactTime } from '../../words/time.ts';
import { ConnectAgain } from './ConnectAgain.tsx';
import { noticesFor } from './noticesFor.ts';
import { QuietMailbox } from './QuietMailbox.tsx';

/** What keeps mail from coming in, told on every screen until it is over. */
export function StandingNotices() {
  const isOnline = useOnline();
  const now = useNow();
  const { ended, resting, quiet } = noticesFor(known(useMailboxes()) ?? [], now);
  return (
    <div class="standing-notices">
      {!isOnline && (
        <Banner tone="warn">
          You are offline. What you see may be out of date; it catches up by itself.
        </Banner>
      )}
      {ended.map(({ mailboxId, emailAddress }) => (
        <Banner
          key={mailboxId}
          tone="bad"
          action={<ConnectAgain words="Connect again" loginHint={emailAddress} />}
        >
          Gmail no longer lets us into <strong>{emailAddress}</strong>. New mail waits there, and nothing is
          lost.
        </Banner>
      ))}
      {resting.map(({ mailboxId, emailAddress, until }) => (
        <Banner key={mailboxId} tone="warn">
          <strong>{emailAddress}</strong> rests until{' '}
          {daysBetween(now, until) === 0 ? clockTime(until) : exactTime(until)}, and goes on by itself. New
          mail waits in Gmail.
        </Banner>
      ))}
      {quiet.map((mailbox) => (
        <QuietMailbox key={mailbox.mailboxId} mailbox={mailbox} />
      ))}
    </div>
  );
}
