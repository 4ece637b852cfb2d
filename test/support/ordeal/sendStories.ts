import fc from 'fast-check';
import type { Fate } from '../mortal.ts';
import type { Choice } from '../universe/choice.ts';
import { ATTEMPT_KINDS, type Attempt } from './sendWire.ts';

/** One moment: what runs side by side in it, and how it is interleaved. */
export interface Round {
  readonly waitMs: number;
  /** Of the first call. */
  readonly fate: Pick<Fate, 'at' | 'kind'> | null;
  readonly calls: 1 | 2;
  readonly pushes: boolean;
  readonly polls: boolean;
  /** Whose operation is next, turn by turn. */
  readonly turns: readonly number[];
}

export interface SendStory {
  readonly lagMs: number;
  readonly attempts: readonly Attempt[];
  readonly rounds: readonly Round[];
}

/** Of Gmail's: a request on its way and a search that lags, together. */
const WITHIN_MS = 55_000;

const attempts = (longest: number) =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(...ATTEMPT_KINDS),
      tookMs: fc.integer({ min: 0, max: 60_000 }),
      lateMs: fc.integer({ min: 1, max: longest }),
    }),
    { maxLength: 3 },
  );

const round = fc.record<Round>({
  waitMs: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 300_000 })),
  fate: fc.option(
    fc.record({
      at: fc.integer({ min: 0, max: 40 }),
      kind: fc.constantFrom<Fate['kind']>('dies', 'diesUnheard', 'hearsLate'),
    }),
    { freq: 3 },
  ),
  calls: fc.constantFrom(1, 2),
  pushes: fc.boolean(),
  polls: fc.boolean(),
  turns: fc.array(fc.nat(5), { minLength: 1, maxLength: 30 }),
});

const stories = fc.integer({ min: 0, max: WITHIN_MS - 1 }).chain((lagMs) =>
  fc.record<SendStory>({
    lagMs: fc.constant(lagMs),
    attempts: attempts(WITHIN_MS - lagMs),
    rounds: fc.array(round, { minLength: 1, maxLength: 4 }),
  }),
);

/** Plays random stories until one ends wrong; then says which, shrunk. */
export async function checkSendStories(
  { runs, ...from }: Choice,
  play: (story: SendStory) => Promise<void>,
): Promise<void> {
  const details = await fc.check(fc.asyncProperty(stories, play), { numRuns: runs, ...from });
  if (!details.failed) return;
  throw new Error(
    [
      `A story ended wrong after ${details.numRuns} runs and ${details.numShrinks} shrinks.`,
      `Again: ENGINE_SEED=${details.seed}:${details.counterexamplePath}`,
      JSON.stringify(details.counterexample),
    ].join('\n'),
    { cause: details.errorInstance },
  );
}
