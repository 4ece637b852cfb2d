import { HistoryId } from '../../../shared/domain/historyId.ts';
import { type MarkDeps, markConversationRead } from '../../../shared/sync/agents/markConversationRead.ts';
import { syncMailbox } from '../../../shared/sync/syncMailbox.ts';
import { mortal } from '../mortal.ts';
import { everyAwait } from '../universe/everyAwait.ts';
import { Stage } from '../universe/stage.ts';
import type { Office } from './office.ts';
import type { Moment, Run } from './story.ts';

const LEASE_IS_OVER_MS = 5 * 60_000;

/** Plays a story, and has the poll come round once all of it is over. */
export async function playMarks(office: Office, story: readonly Moment[]): Promise<void> {
  const { clock, product } = office.ground;
  for (const moment of story) {
    await playMoment(office, moment);
    if (moment.longWait) clock.pass(LEASE_IS_OVER_MS);
  }
  clock.pass(LEASE_IS_OVER_MS);
  for (const { mailboxId } of office.desks) {
    const { outcome } = await syncMailbox(product, mailboxId, { reason: 'poll' });
    if (outcome !== 'synced') throw new Error(`The poll ended with ${outcome}`);
  }
}

async function playMoment(office: Office, { runs, order, meanwhile }: Moment): Promise<void> {
  const stage = new Stage();
  const deps: MarkDeps = everyAwait(office.ground.product, stage.operation);
  for (const run of runs) stage.enter(() => begin(office, run, run.fate ? mortal(deps, run.fate) : deps));
  const events = [...meanwhile].sort((a, b) => a.after - b.after);
  const playUntil = (operations: number) => {
    for (let [next] = events; next && next.after <= operations; [next] = events) {
      events.shift();
      office.happen(next.event);
    }
  };
  await stage.play({
    choose: (turn, of) => (order[turn % order.length] ?? 0) % Math.max(of, 1),
    between: playUntil,
    hung: () => {
      throw new Error('A run waits for nothing');
    },
  });
  playUntil(Number.POSITIVE_INFINITY);
}

async function begin(office: Office, { by, box, nth }: Run, deps: MarkDeps): Promise<void> {
  const { mailboxId, agent, notified, account } = office.desk(box);
  switch (by) {
    case 'markRead':
    case 'markUnread':
      await markConversationRead(deps, {
        agent,
        conversationId: office.conversationId,
        read: by === 'markRead',
      });
      return;
    case 'push':
    case 'stalePush': {
      const stale = notified.at(-1 - (nth % notified.length));
      const historyId = HistoryId.of(by === 'push' ? account.historyId : (stale ?? account.historyId));
      await syncMailbox(deps, mailboxId, { reason: 'push', historyId });
      return;
    }
    case 'poll':
      await syncMailbox(deps, mailboxId, { reason: 'poll' });
      return;
    default:
      by satisfies never;
  }
}
