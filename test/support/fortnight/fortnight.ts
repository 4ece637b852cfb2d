import type { Job } from '../../../shared/domain/jobs.ts';
import type { Account } from '../gmail/account.ts';
import { GmailSimulator } from '../gmail/gmailSimulator.ts';
import { type MemoryStore, memoryStore } from '../memory-store/memoryStore.ts';
import { grantAccess } from '../universe/grantAccess.ts';
import { memoryGround } from '../universe/memoryGround.ts';
import { Cloud } from './cloud.ts';
import { countingLog } from './countingLog.ts';
import { publishNotification } from './notificationManner.ts';
import { type FortnightBox, Population } from './population.ts';
import { RandomStream } from './randomStream.ts';
import type { SimulatedTime } from './simulatedTime.ts';
import { Topic } from './topic.ts';
import { Troubles } from './troubles.ts';

const GMAIL_TOPIC = 'projects/fortnight/topics/gmail-sync';

export interface FortnightOptions {
  readonly seed: number;
  readonly mailboxes: number;
  readonly locations: number;
  /** Deliveries of a Pub/Sub message until it is given up. */
  readonly attempts: number;
}

export type Fortnight = Awaited<ReturnType<typeof aFortnight>>;

/** Gmail, Pub/Sub, the functions and the store, all on one simulated time. */
export async function aFortnight(time: SimulatedTime, options: FortnightOptions) {
  const { seed, attempts } = options;
  const randomOf = (what: string) => new RandomStream(`${seed} ${what}`);
  const notifications: Topic<Buffer> = new Topic({
    time,
    attempts,
    random: randomOf('notifications'),
    deliver: (payload) => cloud.gmailPush(payload),
  });
  const manner = randomOf('manner');
  const gmail = await GmailSimulator.start({
    now: () => time.now(),
    publish: async (_, payload) => publishNotification({ notifications, troubles, random: manner }, payload),
  });
  gmail.deliversSent = false;
  gmail.quota.enforced = true;
  // Gmail sends a user at most one notification a second.
  gmail.notifications.minIntervalMs = 1_000;
  gmail.notifications.historyIdAs = 'number';
  const troubles = new Troubles(gmail);
  globalThis.fetch = gmail.fetch;
  const store: MemoryStore = memoryStore({ beforeEach: troubles.beforeStore });
  const ground = memoryGround(gmail, time, store);
  const { log, counts, findings } = countingLog();
  const queue = randomOf('jobs');
  const jobs: Topic<Job> = new Topic({
    time,
    attempts,
    random: queue,
    deliver: (job) => cloud.syncWorker(job),
  });
  const product = {
    ...ground.product,
    log,
    settings: { ...ground.product.settings, topic: GMAIL_TOPIC },
    jobs: {
      publish: async (job: Job) =>
        jobs.publish(job, { delayMs: queue.between(20, 500), copies: queue.chance(0.01) ? 2 : 1 }),
    },
  };
  const cloud = new Cloud({ time, random: randomOf('cloud'), product });
  const population = await Population.create({ ...ground, product }, options);
  return {
    ...{
      seed,
      time,
      gmail,
      troubles,
      store,
      product,
      population,
      notifications,
      jobs,
      cloud,
      counts,
      findings,
    },
    randomOf,
    /** Whose watch was found to have lapsed. */
    watchesLapsed: new Set<Account>(),
    [Symbol.asyncDispose]: () => gmail.close(),
    /** The agent grants access; whoever meets a fault sees an error, and may try again. */
    connect: (box: FortnightBox) =>
      cloud.callable((deps) => grantAccess({ product: deps, gmail }, deps.jobs, box)),
  };
}
