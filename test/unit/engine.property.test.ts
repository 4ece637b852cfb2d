import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HistoryId } from '../../shared/domain/historyId.ts';
import type { SyncTrigger } from '../../shared/domain/lease.ts';
import { backfillMailbox } from '../../shared/sync/backfillMailbox.ts';
import type { SyncDeps } from '../../shared/sync/deps.ts';
import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
import { GmailSimulator } from '../support/gmail/gmailSimulator.ts';
import { googleErrors } from '../support/gmail/googleError.ts';
import { type MemoryMailbox, MemoryWorld } from '../support/memoryWorld.ts';
import { mortal } from '../support/mortal.ts';
import { impliedBy, shownIn, tallyOf } from '../support/oracle.ts';

const RUNS = Number(process.env['ENGINE_RUNS'] ?? 100);
const MAILBOXES = 2;
const CONTACTS = 2;

let gmail: GmailSimulator;
beforeAll(async () => {
  let now = Date.UTC(2026, 10, 21);
  gmail = await GmailSimulator.start({ now: () => new Date(now++) });
  gmail.deliversSent = false;
});
afterAll(() => gmail.close());

const which = fc.nat({ max: MAILBOXES - 1 });
const nth = fc.nat({ max: 30 });
const contact = fc.nat({ max: CONTACTS });

/** What happens in Gmail, around it and to us, one after the other. */
const step = fc.oneof(
  fc.record({ do: fc.constant('arrive' as const), contact, both: fc.boolean(), box: which }),
  fc.record({ do: fc.constant('send' as const), contact, box: which }),
  fc.record({
    do: fc.constant('draft' as const),
    contact,
    box: which,
    keepId: fc.boolean(),
    sent: fc.boolean(),
  }),
  fc.record({ do: fc.constant('spam' as const), contact, box: which }),
  fc.record({
    do: fc.constant('change' as const),
    box: which,
    nth,
    how: fc.constantFrom('read', 'unread', 'trash', 'untrash', 'spam', 'unspam', 'delete'),
  }),
  fc.record({
    do: fc.constant('fault' as const),
    box: which,
    method: fc.constantFrom('history.list', 'messages.get', 'threads.get'),
    reply: fc.constantFrom('close', 'unavailable', 'rateLimited', 'cut'),
    times: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    do: fc.constant('sync' as const),
    box: which,
    side: fc.constantFrom('alone', 'twice', 'withOther'),
    push: fc.boolean(),
    fate: fc.option(
      fc.record({
        at: fc.nat({ max: 12 }),
        kind: fc.constantFrom('dies', 'diesUnheard', 'repeats', 'hangs'),
      }),
      { nil: undefined },
    ),
  }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 10 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

test('whatever happens in which order, the store ends as the mailboxes are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 30 }), async (steps) => {
      const world = new MemoryWorld(gmail, { contacts: CONTACTS });
      const boxes = await Promise.all(Array.from({ length: MAILBOXES }, () => world.connect()));
      for (const { mailboxId } of boxes) await backfillMailbox(world.deps, mailboxId);
      let clock = 0;
      for (const each of steps) await play(world, boxes, each, () => clock++);
      await settle(world, boxes);
      expect(shownIn(world)).toEqual(impliedBy(world, boxes));
      for (const { mailboxId } of boxes) {
        expect(world.store.mailbox(mailboxId)?.counters).toEqual(tallyOf(world.store.ledger(mailboxId)));
      }
    }),
    { numRuns: RUNS, endOnFailure: false },
  );
}, 600_000);

async function play(
  world: MemoryWorld,
  boxes: readonly MemoryMailbox[],
  step: Step,
  tick: () => number,
): Promise<void> {
  if (step.do === 'wait') return world.wait(step.minutes * 60_000);
  const box = boxes[step.box];
  if (!box) return;
  const person = 'contact' in step ? (world.contacts[step.contact] ?? 'stranger@example.com') : '';
  const date = new Date(Date.UTC(2026, 10, 20) + tick() * 60_000);
  const mail = { from: person, to: box.emailAddress, date, subject: `mail ${date.getTime()}` };
  const own = { ...mail, from: box.emailAddress, to: person };
  switch (step.do) {
    case 'arrive': {
      const messageId = `${date.getTime()}.${world.locationId}@example.com`;
      for (const each of step.both ? boxes : [box]) each.account.deliver({ ...mail, messageId });
      return;
    }
    case 'send':
      box.account.sent(own);
      return;
    case 'draft': {
      const { draftId } = box.account.saveDraft(own);
      if (step.sent) box.account.sendDraft(draftId, { keepId: step.keepId });
      return;
    }
    case 'spam':
      box.account.spam(mail);
      return;
    case 'change':
      change(box, step.nth, step.how);
      return;
    case 'fault':
      gmail.faults.add({
        method: step.method,
        account: box.emailAddress,
        times: step.times,
        reply: REPLIES[step.reply],
      });
      return;
    case 'sync':
      await runAll(world, boxes, box, step);
      return;
    default:
      step satisfies never;
  }
}

const REPLIES = {
  close: 'close',
  unavailable: { status: 503 },
  rateLimited: googleErrors.userRateLimitExceeded(),
  cut: { status: 200, body: { id: 7 } },
} as const;

function change({ account }: MemoryMailbox, nth: number, how: string): void {
  const messages = account.messages().filter(({ labelIds }) => !labelIds.includes('DRAFT'));
  const message = messages[nth % Math.max(messages.length, 1)];
  if (!message) return;
  const changes: Record<string, () => void> = {
    read: () => account.modify(message.id, { remove: ['UNREAD'] }),
    unread: () => account.modify(message.id, { add: ['UNREAD'] }),
    trash: () => account.trash(message.id),
    untrash: () => account.untrash(message.id),
    spam: () => account.modify(message.id, { add: ['SPAM'], remove: ['INBOX'] }),
    unspam: () => account.modify(message.id, { add: ['INBOX'], remove: ['SPAM'] }),
    delete: () => account.delete(message.id),
  };
  changes[how]?.();
}

/** The runs of one moment, each in a process of its own; the first meets its fate. */
async function runAll(
  world: MemoryWorld,
  boxes: readonly MemoryMailbox[],
  box: MemoryMailbox,
  { side, push, fate }: Extract<Step, { do: 'sync' }>,
): Promise<void> {
  const hanging = Promise.withResolvers<void>();
  const store = fate ? mortal(world.store, { ...fate, goesOn: hanging.promise }) : world.store;
  const run = ({ mailboxId, account }: MemoryMailbox, deps: SyncDeps) => {
    const historyId = HistoryId.of(account.historyId);
    const trigger: SyncTrigger = push ? { reason: 'push', historyId } : { reason: 'poll' };
    return syncMailbox(deps, mailboxId, trigger);
  };
  const others = side === 'alone' ? [] : side === 'twice' ? [box] : boxes.filter((each) => each !== box);
  const first = run(box, { ...world.deps, store });
  const rest = others.map((other) => run(other, world.deps));
  if (fate?.kind === 'hangs') {
    await Promise.allSettled(rest);
    // Long enough for its lease to run out and for another run to take over.
    world.wait(5 * 60_000);
    await Promise.allSettled([run(box, world.deps)]);
  }
  hanging.resolve();
  await Promise.allSettled([first, ...rest]);
}

/** Everything works again, and the poll comes round until it finds nothing more to do. */
async function settle(world: MemoryWorld, boxes: readonly MemoryMailbox[]): Promise<void> {
  gmail.faults.clear();
  for (const { mailboxId, account } of boxes) {
    for (let round = 0; ; round += 1) {
      world.wait(5 * 60_000);
      await syncMailbox(world.deps, mailboxId, { reason: 'poll' });
      const mailbox = world.store.mailbox(mailboxId);
      if (mailbox?.status === 'live' && mailbox.historyId === account.historyId && !mailbox.lease.holder)
        break;
      if (round > 5) throw new Error(`The mailbox does not come to rest: ${JSON.stringify(mailbox)}`);
    }
  }
}
