import type { MailboxId } from '../../shared/domain/ids.ts';
import type { Job } from '../../shared/domain/jobs.ts';
import { runJob } from '../../shared/sync/runJob.ts';
import { type ConnectedMailbox, World } from '../support/world.ts';
import { memoryPeakOf } from './memoryPeak.ts';
import type { Table } from './table.ts';

const UNKNOWN = 2_000;
const KNOWN = 5_000;
const CONTACTS = 20;
const GMAIL_LATENCY_MS = 80;
const MINUTE_MS = 60_000;
/** What is known arrived over years, so that a recovery has to look at more than the latest days. */
const KNOWN_EVERY_MS = 6 * 60 * MINUTE_MS;

interface Scene extends ConnectedMailbox {
  readonly job: Job;
  readonly mails: number;
}

type Prepare = (world: World) => Promise<Scene>;

/** The syncs that look at a whole mailbox, in this process: the first one, and those after expired history. */
export async function benchRecovery(): Promise<Table> {
  const world = await World.start();
  try {
    await measure(world, 'warm-up', (at) => backfill(at, 50), 0);
    const rows = [];
    for (const latencyMs of [0, GMAIL_LATENCY_MS]) {
      rows.push(
        await measure(world, 'initial sync', (at) => backfill(at, UNKNOWN), latencyMs),
        await measure(world, 'recovery, mail unknown', recoveryOfUnknown, latencyMs),
        await measure(world, 'recovery, mail known', recoveryOfKnown, latencyMs),
      );
    }
    return {
      title: 'Initial sync and recovery',
      note: `Mail of ${CONTACTS} contacts, each in a thread of its own; the simulator's quota is not enforced; Firestore is reached through the counting proxy. Latency in milliseconds. Peaks of memory in MB, with the simulator and the proxy in the same process: heap above the start, and the process as a whole.`,
      rows,
    };
  } finally {
    await world.close();
  }
}

async function measure(world: World, name: string, prepare: Prepare, latencyMs: number) {
  const { account, job, mails, mailboxId } = await prepare(world);
  account.usage.reset();
  world.firestore.reset();
  world.gmail.latency.set(latencyMs);
  const start = performance.now();
  const { result: runs, peak } = await memoryPeakOf(() => runToTheEnd(world, mailboxId, job));
  const seconds = (performance.now() - start) / 1_000;
  world.gmail.latency.clear();
  const { reads, writes } = world.firestore.counts();
  return {
    sync: name,
    mails,
    'Gmail latency': latencyMs,
    runs,
    seconds,
    'mails/s': mails / seconds,
    'Gmail calls': account.usage.calls.length,
    'Gmail units': account.usage.units,
    reads,
    writes,
    heap: Math.round(peak.heap),
    rss: Math.round(peak.rss),
  };
}

/** The job and its continuations; how many they were. */
async function runToTheEnd(world: World, mailboxId: MailboxId, first: Job): Promise<number> {
  let job = first;
  for (let runs = 1; ; runs += 1) {
    const { outcome } = await runJob(withoutLimit(world), job);
    if (outcome === 'synced') return runs;
    if (outcome !== 'continued') throw new Error(`The ${job.type} sync ended with ${outcome}`);
    if (job.type !== 'initial') job = { type: 'delta', mailboxId, reason: 'continuation' };
  }
}

const withoutLimit = ({ app }: World) => ({
  ...app,
  settings: { ...app.settings, initialSyncLimit: Number.MAX_SAFE_INTEGER },
});

async function backfill(world: World, mails: number, everyMs = MINUTE_MS): Promise<Scene> {
  const { agent, aMail } = await tenant(world);
  const mailbox = await world.connect(agent);
  const newest = Date.now();
  mailbox.account.seed(mails, (index) => aMail(mailbox, index, new Date(newest - (mails - index) * everyMs)));
  return { ...mailbox, mails, job: { type: 'initial', mailboxId: mailbox.mailboxId } };
}

/** All that has arrived since the last sync, in a gap that Gmail's history no longer covers. */
async function recoveryOfUnknown(world: World): Promise<Scene> {
  const { agent, aMail } = await tenant(world);
  const mailbox = await world.liveMailbox(agent);
  mailbox.account.seed(UNKNOWN, (index) => aMail(mailbox, index, new Date()), { history: true });
  mailbox.account.expireHistory();
  return { ...mailbox, mails: UNKNOWN, job: poll(mailbox) };
}

async function recoveryOfKnown(world: World): Promise<Scene> {
  const scene = await backfill(world, KNOWN, KNOWN_EVERY_MS);
  await runToTheEnd(world, scene.mailboxId, scene.job);
  scene.account.expireHistory();
  return { ...scene, job: poll(scene) };
}

const poll = ({ mailboxId }: ConnectedMailbox): Job => ({ type: 'delta', mailboxId, reason: 'poll' });

async function tenant(world: World) {
  const locationId = await world.tenants.location();
  const contacts = await Promise.all(
    Array.from({ length: CONTACTS }, () => world.tenants.contact(locationId)),
  );
  const aMail = ({ emailAddress }: ConnectedMailbox, index: number, date: Date) => ({
    from: contacts[index % CONTACTS]?.emails[0] ?? '',
    to: emailAddress,
    subject: `Mail ${index}`,
    text: 'Is it still free?',
    date,
  });
  return { agent: await world.tenants.agent([locationId]), aMail };
}
