import { Firestore } from '@google-cloud/firestore';
import { createApp } from '../../functions/app.ts';
import { readConfig } from '../../functions/config.ts';
import { mailboxConverter } from '../../shared/adapters/firestore/converters/mailbox.ts';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import { HistoryId } from '../../shared/domain/historyId.ts';
import { queuePoll } from '../../shared/sync/rounds/queuePoll.ts';
import { aMailbox } from '../support/builders.ts';
import { FirestoreProxy } from '../support/firestore-proxy/firestoreProxy.ts';
import { GmailSimulator } from '../support/gmail/gmailSimulator.ts';
import { recordingLog } from '../support/recordingLog.ts';
import { aProjectId, environmentFor } from '../support/stack/environment.ts';
import { TestClock } from '../support/universe/testClock.ts';
import { collectGarbage } from './memoryPeak.ts';
import type { Table } from './table.ts';

const HOUR_MS = 60 * 60_000;

/** Pages between two looks at the heap. */
const SAMPLED = 8;

/** `BENCH_MAILBOXES=100000 npm run bench -- poll` measures one of another size. */
const SIZES = process.env['BENCH_MAILBOXES']?.split(',').map(Number) ?? [5_000, 10_000, 20_000];

/** A poll of many idle mailboxes, whose jobs are counted and not published. */
export async function benchPoll(): Promise<Table> {
  const gmail = await GmailSimulator.start();
  try {
    const rows = [];
    await measure(gmail, 500);
    for (const size of SIZES) rows.push(await measure(gmail, size));
    return {
      title: 'Poll',
      note: 'Live mailboxes that are all due. Jobs are counted instead of published, and nobody waits between two pages: `spread` is how many minutes they would have waited in all. The emulator has no indexes and looks through all mailboxes for each page, so its seconds grow with their square; `CPU` is this process alone, with the counting proxy in it. Heap in MB: the most that was held between two pages, above the start.',
      rows,
    };
  } finally {
    await gmail.close();
  }
}

async function measure(gmail: GmailSimulator, mailboxes: number) {
  const projectId = aProjectId();
  const clock = new SampledClock();
  await seed(projectId, mailboxes, new Date(clock.now().getTime() - HOUR_MS));
  const proxy = await FirestoreProxy.start({ target: process.env['FIRESTORE_EMULATOR_HOST'] });
  const emulator = process.env['FIRESTORE_EMULATOR_HOST'];
  process.env['FIRESTORE_EMULATOR_HOST'] = proxy.host;
  const { log } = recordingLog();
  const app = createApp(readConfig(environmentFor(gmail, projectId)), { log, clock });
  let queued = 0;
  const publish = async () => {
    queued += 1;
  };
  const begunAt = clock.now().getTime();
  clock.begin();
  const start = performance.now();
  const usedBefore = process.cpuUsage();
  try {
    const result = await queuePoll({ ...app, jobs: { publish } }, { quietMs: 60_000 });
    const seconds = (performance.now() - start) / 1_000;
    const used = process.cpuUsage(usedBefore);
    if (result.outcome !== 'finished' || queued !== mailboxes) throw new Error(JSON.stringify(result));
    return {
      mailboxes,
      seconds,
      'CPU ms a mailbox': (used.user + used.system) / 1_000 / mailboxes,
      'mailboxes/s': mailboxes / seconds,
      'reads a mailbox': proxy.counts().reads / mailboxes,
      'writes a mailbox': proxy.counts().writes / mailboxes,
      heap: clock.heap,
      spread: (clock.now().getTime() - begunAt) / 60_000,
    };
  } finally {
    process.env['FIRESTORE_EMULATOR_HOST'] = emulator;
    await proxy.close();
  }
}

/** Nobody waits; now and then it is looked what is held between two pages. */
class SampledClock extends TestClock {
  heap = 0;
  #sleeps = 0;
  #before = 0;

  begin(): void {
    this.#before = heapUsed();
  }

  override async sleep(milliseconds: number): Promise<void> {
    await super.sleep(milliseconds);
    this.#sleeps += 1;
    if (this.#sleeps % SAMPLED === 0) this.heap = Math.max(this.heap, heapUsed() - this.#before);
  }
}

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** Past the proxy: it is not counted. */
async function seed(projectId: string, mailboxes: number, lastRunAt: Date): Promise<void> {
  const db = new Firestore({ projectId });
  const writer = db.bulkWriter({ throttling: false });
  for (let count = 0; count < mailboxes; count += 1) {
    const live = { status: 'live', historyId: HistoryId.of('1000'), watch: null } as const;
    const mailbox = aMailbox(live, { lastRunAt: new Date(lastRunAt.getTime() + count) });
    writer.set(paths.mailbox(db, mailbox.mailboxId), mailboxConverter.write(mailbox)).catch(() => {});
    if (count % 2_000 === 1_999) await writer.flush();
  }
  await writer.close();
  await db.terminate();
}
