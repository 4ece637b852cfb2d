import { useState } from 'preact/hooks';
import type { CallableInput } from '../../../../../shared/domain/callables/callables.ts';
import { known } from '../../../live/live.ts';
import { useCall } from '../../../live/useCall.ts';
import { useNow } from '../../../live/useNow.ts';
import { useSyncStatus } from '../../../live/useSyncStatus.ts';
import { Button } from '../../../parts/Button.tsx';
import { counted } from '../../../words/counted.ts';
import { distanceInWords } from '../../../words/time.ts';
import { failedWords, retriedWords } from './queueWords.ts';

/** What is still to be logged, and what was given up. */
export function GhlQueue({ locationId }: { readonly locationId: string }) {
  const { live, ask: look } = useSyncStatus();
  const now = useNow();
  const retry = useCall('retryOutbox');
  const [answer, setAnswer] = useState<string>();
  const queue = known(live)?.locations.find((each) => each.locationId === locationId)?.ghl;
  if (!queue)
    return <p class="ghl-queue">{live.state === 'failed' ? live.message : 'Looking at what waits…'}</p>;
  const { pending, oldestPendingAt } = queue;
  const failed = failedWords(queue.failed);
  const tryAgain = async () => {
    setAnswer(undefined);
    let retried = 0;
    for (let from: Pick<CallableInput<'retryOutbox'>, 'before' | 'after'> = {}; ; ) {
      const given = await retry.ask({ locationId, ...from });
      if (!given) return;
      retried += given.retried;
      const { before, after } = given;
      from = { before, after };
      setAnswer(retriedWords(retried, given.advice));
      if (!given.more || before === undefined || after === undefined) break;
    }
    await look();
  };
  return (
    <div class="ghl-queue">
      <p>
        {pending === 0
          ? 'Nothing waits: all mail is logged.'
          : `${counted(pending, 'mail')} waiting to be logged`}
        {pending > 0 &&
          oldestPendingAt !== null &&
          `, the oldest sent ${distanceInWords(new Date(oldestPendingAt), now)}`}
        {pending > 0 && '.'}
      </p>
      {failed.length > 0 && (
        <>
          <ul>
            {failed.map(({ count, because }) => (
              <li key={because}>
                {counted(count, 'mail')} not logged: {because}.
              </li>
            ))}
          </ul>
          <div>
            <Button busy={retry.busy} onClick={tryAgain}>
              Try the failed ones again
            </Button>
          </div>
        </>
      )}
      <p role="status" class="ghl-queue__answer">
        {answer}
      </p>
      {retry.failure && (
        <p role="alert" class="field__error">
          {retry.failure.message}
        </p>
      )}
    </div>
  );
}
