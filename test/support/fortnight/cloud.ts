import { readPubSubEvent } from '../../../functions/pubsubEvent.ts';
import { settleDelivery } from '../../../functions/redelivery.ts';
import { MailboxId } from '../../../shared/domain/ids.ts';
import type { Job } from '../../../shared/domain/jobs.ts';
import { Notification } from '../../../shared/domain/notification.ts';
import { callEnd } from '../../../shared/domain/rounds/round.ts';
import { Admission } from '../../../shared/sync/pacing/admission.ts';
import { performJob } from '../../../shared/sync/performJob.ts';
import { queueAudits } from '../../../shared/sync/rounds/queueAudits.ts';
import { queuePoll } from '../../../shared/sync/rounds/queuePoll.ts';
import { queueRenewals } from '../../../shared/sync/rounds/queueRenewals.ts';
import { resumeRounds } from '../../../shared/sync/rounds/resumeRounds.ts';
import { syncMailbox } from '../../../shared/sync/syncMailbox.ts';
import { instrument, mortal } from '../mortal.ts';
import type { Ground } from '../universe/ground.ts';
import type { RandomStream } from './randomStream.ts';
import type { SimulatedTime } from './simulatedTime.ts';

type Product = Ground['product'];

const NO_GHL = { open: () => Promise.reject(new Error('No contacts are imported')) };

/** The share of functions that come to harm. */
const DOOMED = 0.015;
const FATES = ['dies', 'diesUnheard', 'repeats', 'hangs', 'hearsLate'] as const;
/** Beyond it a function is ended, and its message comes again. */
const LONGEST_HANG_MS = 9 * 60_000;

/** The functions, each invocation a process of its own: whatever it awaits takes a while, and some of them come to harm. */
export class Cloud {
  readonly #time: SimulatedTime;
  readonly #random: RandomStream;
  readonly #product: Product;
  readonly #admission: Admission;
  #running = 0;
  #harmed = 0;

  constructor(of: { time: SimulatedTime; random: RandomStream; product: Product }) {
    this.#time = of.time;
    this.#random = of.random;
    this.#product = of.product;
    const { clock } = of.product;
    this.#admission = new Admission({ clock, places: 20, isMemoryShort: () => false });
  }

  get running(): number {
    return this.#running;
  }

  /** How many functions have met their fate. */
  get harmed(): number {
    return this.#harmed;
  }

  gmailPush(payload: Buffer): Promise<void> {
    const notification = readPubSubEvent(eventOf(payload), Notification);
    if (!notification.ok) throw new Error(`The simulator's notification is ${notification.reason}`);
    const { emailAddress, historyId } = notification.value;
    return this.#invoke(async (deps) => {
      const trigger = { reason: 'push', historyId } as const;
      const outcome = await syncMailbox(deps, MailboxId.of(emailAddress), trigger);
      settleDelivery(outcome, deps.clock.now());
    });
  }

  syncWorker(job: Job): Promise<void> {
    return this.#invoke(async (deps) =>
      settleDelivery(
        await performJob({ ...deps, admission: this.#admission, ghl: NO_GHL }, job),
        deps.clock.now(),
      ),
    );
  }

  /** `dies`: at once, whatever it does. */
  pollMailboxes({ dies }: { dies: boolean }): Promise<void> {
    return this.#invoke(async (deps) => {
      const process = dies ? mortal(deps, { at: 0, kind: 'dies' }) : deps;
      const endsAt = callEnd(process.clock.now());
      await queuePoll(process, { quietMs: 60_000, endsAt });
      await resumeRounds(process, { endsAt });
    });
  }

  renewWatches(): Promise<void> {
    return this.#invoke(async (deps) => void (await queueRenewals(deps)));
  }

  auditMailboxes(): Promise<void> {
    return this.#invoke(async (deps) => void (await queueAudits(deps)));
  }

  /** What an agent's browser calls. */
  callable<T>(work: (deps: Product) => Promise<T>): Promise<T> {
    return this.#invoke(work);
  }

  async #invoke<T>(work: (deps: Product) => Promise<T>): Promise<T> {
    const time = this.#time;
    const process = instrument(this.#product, {
      awaited: (name, call) =>
        name === 'clock.sleep' ? call() : time.operation(this.#latencyOf(name), call),
    });
    this.#running += 1;
    try {
      return await work(this.#random.chance(DOOMED) ? this.#doomed(process) : process);
    } finally {
      this.#running -= 1;
    }
  }

  #doomed(process: Product): Product {
    const random = this.#random;
    const goesOn = Promise.withResolvers<void>();
    return mortal(process, {
      at: random.below(12),
      kind: random.pick(FATES),
      goesOn: goesOn.promise,
      reached: () => {
        this.#harmed += 1;
        this.#time.after(random.between(0, LONGEST_HANG_MS), goesOn.resolve);
      },
    });
  }

  #latencyOf(name: string): number {
    const random = this.#random;
    if (!name.startsWith('gmail.')) return random.between(2, 30);
    return random.chance(0.01) ? random.between(1_000, 8_000) : random.between(20, 250);
  }
}

const eventOf = (payload: Buffer) => ({
  specversion: '1.0',
  id: '1',
  source: 'pubsub',
  type: 'google.cloud.pubsub.topic.v1.messagePublished',
  data: { message: { data: payload.toString('base64') } },
});
