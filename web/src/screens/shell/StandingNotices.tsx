import { known } from '../../live/live.ts';
import { useMailboxes } from '../../live/mailboxes.ts';
import { Banner } from '../../parts/Banner.tsx';
import { useOnline } from './useOnline.ts';

/** What keeps mail from coming in, told on every screen until it is over. */
export function StandingNotices() {
  const isOnline = useOnline();
  const ended = (known(useMailboxes()) ?? []).filter(({ status }) => status === 'reauthRequired');
  return (
    <div class="standing-notices">
      {!isOnline && (
        <Banner tone="warn">
          You are offline. What you see may be out of date; it catches up by itself.
        </Banner>
      )}
      {ended.map(({ mailboxId, emailAddress }) => (
        <Banner key={mailboxId} tone="bad" action={<a href="/settings">Connect again</a>}>
          Gmail no longer lets us into <strong>{emailAddress}</strong>. New mail waits there, and nothing is
          lost.
        </Banner>
      ))}
    </div>
  );
}
