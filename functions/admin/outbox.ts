import { type Command, Option } from 'commander';
import type { LocationId, OutboxEntryId } from '../../shared/domain/ids.ts';
import { FAIL_REASONS, type FailReason, type OutboxEntry } from '../../shared/domain/outbox/outbox.ts';
import { isRetried, retryFailed } from '../../shared/sync/relay/retryFailed.ts';
import type { App } from '../app.ts';
import type { Admin } from './admin.ts';
import { entryId, locationId, pageSize } from './arguments.ts';
import { unknownLocation } from './locations.ts';
import { Refused, type Row } from './terminal.ts';

/** Whatever is not logged and is still to be, or was given up. */
const UNLOGGED = ['failed', 'pending', 'posting', 'needsReconcile'] as const;
const LISTED = [...UNLOGGED, 'skipped'] as const;

interface ListTold {
  readonly state?: (typeof LISTED)[number];
  readonly limit: number;
}

interface RetryTold {
  readonly entry?: OutboxEntryId;
  readonly reason?: FailReason;
  readonly yes?: boolean;
}

/** What is to be logged at GHL. */
export function addOutbox(program: Command, admin: Admin): void {
  const group = program.command('outbox').description('emails that are to be logged at GoHighLevel');

  group
    .command('list')
    .description('list what is not logged yet or was given up, oldest mail first')
    .argument('<locationId>', 'the location', locationId)
    .addOption(new Option('--state <state>', 'only those in this state').choices(LISTED))
    .option('--limit <n>', 'at most so many', pageSize, 100)
    .action((id: LocationId, told: ListTold) => list(admin, id, told));

  group
    .command('retry')
    .description('have emails that were given up logged after all')
    .argument('<locationId>', 'the location', locationId)
    .option('--entry <id>', 'only this one; it may be one that was skipped', entryId)
    .addOption(
      new Option('--reason <reason>', 'only those that failed so').choices(FAIL_REASONS).conflicts('entry'),
    )
    .option('--yes', 'without asking')
    .action((id: LocationId, told: RetryTold) => retry(admin, id, told));
}

async function list({ app, terminal }: Admin, id: LocationId, { state, limit }: ListTold): Promise<void> {
  const { outbox, tenancy } = app();
  if (!(await tenancy.readLocation(id))) throw unknownLocation(id);
  const { items: entries } = await outbox.entriesIn(id, {
    states: state ? [state] : UNLOGGED,
    limit: limit + 1,
  });
  terminal.table(
    entries.slice(0, limit).map(rowOf),
    state ? `Location ${id} has no such entries.` : `Everything of location ${id} is logged.`,
  );
  if (entries.length > limit) terminal.note(`There are more than ${limit}: raise --limit.`);
}

function rowOf(entry: OutboxEntry): Row {
  const { entryId: id, state, sentAt, messageId } = entry;
  const error = 'lastError' in entry ? entry.lastError : null;
  return {
    entryId: id,
    state,
    reason: 'reason' in entry ? entry.reason : null,
    error: error?.code ?? null,
    attempts: 'attempts' in entry ? entry.attempts : null,
    nextAttemptAt: 'nextAttemptAt' in entry ? entry.nextAttemptAt : null,
    sentAt,
    messageId,
  };
}

async function retry({ app, terminal }: Admin, id: LocationId, told: RetryTold): Promise<void> {
  const deps = app();
  const location = await deps.tenancy.readLocation(id);
  if (!location) throw unknownLocation(id);
  const wanted = told.entry ? await countOne(deps, id, told.entry) : await countFailed(deps, id, told);
  if (wanted > 0) {
    const where = `project ${deps.config.GOOGLE_CLOUD_PROJECT}`;
    await terminal.confirm(`${where}: have ${emails(wanted)} of location ${id} tried again at GHL?`, told);
  }
  const { retried } = told.entry
    ? { retried: await retryOne(deps, told.entry) }
    : await retryFailed(deps, { locationId: id, reason: told.reason });
  if (retried > 0) await wake({ app, terminal }, id);
  terminal.done(`Tried again: ${emails(retried)} of location ${id}.`, { locationId: id, retried });
  if (retried > 0 && location.ghl?.status !== 'linked')
    terminal.note('The location is not linked: they wait until it is, see "ghl link".');
}

const emails = (count: number): string => (count === 1 ? '1 email' : `${count} emails`);

/** Of another location it is as unknown as one that is not there. */
async function countOne({ outbox }: App, id: LocationId, entry: OutboxEntryId): Promise<number> {
  const found = await outbox.readEntry(entry);
  if (found?.locationId !== id)
    throw new Refused(`Location ${id} has no entry ${entry}: see "outbox list ${id}".`);
  if (found.state === 'failed' || found.state === 'skipped') return 1;
  throw new Refused(`Entry ${entry} is ${found.state}: only what failed or was skipped can be retried.`);
}

async function countFailed({ outbox }: App, id: LocationId, { reason }: RetryTold): Promise<number> {
  const { failed } = await outbox.outboxOf(id);
  const wanted = FAIL_REASONS.filter((each) => !reason || each === reason);
  return wanted.reduce((sum, each) => sum + (failed[each] ?? 0), 0);
}

/** One that has been deleted or logged meanwhile is none. */
async function retryOne({ outbox, clock }: App, entry: OutboxEntryId): Promise<number> {
  return isRetried(await outbox.retryEntry(entry, clock.now())) ? 1 : 0;
}

async function wake({ app, terminal }: Admin, id: LocationId): Promise<void> {
  const { outboxQueue, log } = app();
  try {
    await outboxQueue.wake(id);
  } catch (error) {
    log.event('relayNotWoken', { locationId: id, error });
    terminal.note('The relay could not be woken: the next poll wakes it.');
  }
}
