import fc from 'fast-check';
import type { GhlSimulator } from '../ghl/ghlSimulator.ts';
import { type Fate, mortal } from '../mortal.ts';
import type { VirtualClock } from '../virtualClock.ts';
import type { RelayStage } from './relayStage.ts';

type Kind = Fate['kind'];

/** What happens, one after the other. */
export type RelayStep =
  | {
      readonly type: 'store';
      readonly mails: readonly { contact: number; thread: number; isInbound: boolean }[];
    }
  | { readonly type: 'relay' }
  | { readonly type: 'twoRelays' }
  /** One meets its fate; one that hangs comes back at the end. */
  | { readonly type: 'doomedRelay'; readonly at: number; readonly kind: Kind }
  | {
      readonly type: 'fault';
      readonly method: (typeof METHODS)[number];
      readonly fault: number;
      readonly times: number;
      readonly skip: number;
    }
  | { readonly type: 'lateArrival'; readonly ms: number }
  | { readonly type: 'storesNothing' }
  | { readonly type: 'pass'; readonly ms: number };

const METHODS = [
  'messages.addInbound',
  'messages.list',
  'messages.getEmail',
  'contacts.duplicate',
  'contacts.create',
  'conversations.search',
  'conversations.create',
  '*',
] as const;

const WORDS = { statusCode: 0, message: 'Something' };
const answer = (status: number) => ({ status, body: { ...WORDS, statusCode: status } });

/** Lost before it came, lost afterwards, refused. */
const FAULTS = [
  { reply: 'close', when: 'before' },
  { reply: 'close', when: 'after' },
  { reply: answer(503), when: 'before' },
  { reply: answer(500), when: 'after' },
  { reply: answer(429), when: 'before' },
  { reply: answer(401), when: 'before' },
  { reply: answer(403), when: 'before' },
] as const;

/** No client may repeat this call by itself. */
export const CANNOT_REPEAT = 'ghl.logEmail';

const steps: fc.Arbitrary<RelayStep> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('store' as const),
      mails: fc.array(fc.record({ contact: fc.nat(3), thread: fc.nat(1), isInbound: fc.boolean() }), {
        minLength: 1,
        maxLength: 5,
      }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ type: 'relay' as const }) },
  { weight: 1, arbitrary: fc.constant({ type: 'twoRelays' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('doomedRelay' as const),
      at: fc.nat(40),
      kind: fc.constantFrom<Kind>('dies', 'diesUnheard', 'repeats', 'hangs', 'hearsLate'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('fault' as const),
      method: fc.constantFrom(...METHODS),
      fault: fc.nat(FAULTS.length - 1),
      times: fc.integer({ min: 1, max: 4 }),
      skip: fc.nat(5),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('lateArrival' as const),
      ms: fc.integer({ min: 1, max: 55_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'storesNothing' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 300_000 }) }),
  },
);

export const relayStories = fc.array(steps, { minLength: 2, maxLength: 12 });

/** Plays the story; then nothing fails any more, and everything is drained. */
export async function playRelays(
  stage: RelayStage,
  { clock, simulator }: { clock: VirtualClock; simulator: GhlSimulator },
  story: readonly RelayStep[],
): Promise<void> {
  const back = Promise.withResolvers<void>();
  const hanging: Promise<unknown>[] = [];
  for (const step of story) await playStep(step);
  simulator.faults.clear();
  stage.ghl.traps.storesNothing = 0;
  stage.posts.length = 0;
  await stage.settle();
  back.resolve();
  await clock.during(Promise.all(hanging));
  await stage.settle();

  async function playStep(step: RelayStep): Promise<void> {
    switch (step.type) {
      case 'store':
        return stage.store(
          step.mails.map(({ isInbound, ...mail }) => ({
            ...mail,
            direction: isInbound ? 'inbound' : 'outbound',
          })),
        );
      case 'relay':
        return quietly(stage.relay());
      case 'twoRelays':
        return quietly(Promise.all([stage.relay(), stage.relay()]));
      case 'doomedRelay':
        return relayDoomed(step);
      case 'fault': {
        const { method, times, skip } = step;
        const fault = FAULTS[step.fault];
        if (fault) simulator.faults.add({ method, times, skip, account: stage.ghl.id, ...fault });
        return;
      }
      case 'lateArrival':
        stage.posts.push({ arrivesAfterMs: step.ms, answer: 'lost' });
        return;
      case 'storesNothing':
        stage.ghl.traps.storesNothing += 1;
        return;
      case 'pass':
        return clock.goOn(step.ms);
      default:
        return step satisfies never;
    }
  }

  async function relayDoomed({ at, kind }: Pick<Fate, 'at' | 'kind'>): Promise<void> {
    const reached = Promise.withResolvers<void>();
    const doomed = mortal(stage.deps, {
      at,
      kind,
      goesOn: back.promise,
      reached: (name) => {
        if (kind === 'repeats' && name === CANNOT_REPEAT) throw new Error('The process dies');
        reached.resolve();
      },
    });
    const running = stage.relay(doomed).then(
      () => undefined,
      () => undefined,
    );
    hanging.push(running);
    const waits = kind === 'hangs' || kind === 'hearsLate';
    await clock.during(waits ? Promise.race([reached.promise, running]) : running);
  }

  async function quietly(work: Promise<unknown>): Promise<void> {
    await clock.during(
      work.then(
        () => undefined,
        () => undefined,
      ),
    );
    if ((await stage.isRevoked()) === true) await stage.link();
  }
}
