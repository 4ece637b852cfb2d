import { known } from '../../../../live/live.ts';
import { useMailboxes } from '../../../../live/mailboxes.ts';
import type { HistoryFetch } from '../../../../model/historyFetch.ts';
import { Button } from '../../../../parts/Button.tsx';
import { Progress } from '../../../../parts/Progress.tsx';
import { PutAway } from '../../../../parts/PutAway.tsx';
import { counted } from '../../../../words/counted.ts';
import { historyFailures, historyInWords, historyProgress } from '../../../../words/historyWords.ts';
import { focusAround } from '../focusAround.ts';
import type { History } from './useHistory.ts';
import './historyStrip.css';

/** How the fetching of older mail goes, and what came of it. */
export function HistoryStrip({ history: { now, fetchOlder, putAway } }: { readonly history: History }) {
  const goOn = ({ currentTarget }: { readonly currentTarget: EventTarget | null }) => {
    focusAround(currentTarget, 'section');
    fetchOlder();
  };
  return (
    <div class="history-strip" role="status">
      {now.state === 'running' && <Running fetch={now.fetch} />}
      {now.state === 'failed' && <p class="history-strip__words history-strip__words--bad">{now.sentence}</p>}
      {now.state === 'done' && (
        <div class="history-strip__words">
          <p>{historyInWords(now.result)}</p>
          {now.fetch ? <Failures fetch={now.fetch} /> : null}
          {(!now.fetch || Object.keys(now.fetch.mailboxes).length === 0) && now.advice && <p>{now.advice}</p>}
        </div>
      )}
      {now.state === 'done' && now.result.before !== null && (
        <Button look="quiet" onClick={goOn}>
          Fetch older
        </Button>
      )}
      {now.state === 'failed' && (
        <Button look="quiet" onClick={goOn}>
          Try again
        </Button>
      )}
      {now.state !== 'idle' && now.state !== 'running' && <PutAway onClick={putAway} />}
    </div>
  );
}

function Running({ fetch }: { readonly fetch: HistoryFetch | undefined }) {
  const { done, total } = fetch ? historyProgress(fetch) : { done: 0, total: 0 };
  return (
    <div class="history-strip__words">
      <Progress
        label="Looking for older mail"
        done={done}
        total={total}
        told={total > 0 ? `${done} of ${counted(total, 'message')}` : ''}
      />
    </div>
  );
}

function Failures({ fetch }: { readonly fetch: HistoryFetch }) {
  const own = known(useMailboxes()) ?? [];
  const failures = historyFailures(
    fetch,
    (mailboxId) => own.find((mailbox) => mailbox.mailboxId === mailboxId)?.emailAddress,
  );
  return (
    <>
      {failures.map((failure) => (
        <p key={failure} class="history-strip__words--bad">
          {failure}
        </p>
      ))}
    </>
  );
}
