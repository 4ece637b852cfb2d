import fc from 'fast-check';
import { storiesOf } from './stories.ts';
import type { Story } from './story.ts';

/** Plays random stories until one ends wrong; then says which, shrunk, so that it can be kept. */
export async function checkStories(
  { runs, longest }: { runs: number; longest: number },
  play: (story: Story) => Promise<void>,
): Promise<void> {
  const details = await fc.check(fc.asyncProperty(storiesOf({ longest }), play), {
    numRuns: runs,
    ...seedOf(process.env['ENGINE_SEED']),
  });
  if (!details.failed) return;
  const [story] = details.counterexample ?? [];
  throw new Error(
    [
      `A story ended wrong after ${details.numRuns} runs and ${details.numShrinks} shrinks.`,
      `Again: ENGINE_SEED=${details.seed}:${details.counterexamplePath}`,
      `For test/support/universe/counterexamples.ts: { wrong: '…', story: ${JSON.stringify(story)} },`,
    ].join('\n'),
    { cause: details.errorInstance },
  );
}

/** `seed`, or `seed:path`, as a failure printed it. */
function seedOf(printed: string | undefined): { seed?: number; path?: string } {
  const [seed, ...path] = printed?.split(':') ?? [];
  return seed ? { seed: Number(seed), ...(path.length > 0 && { path: path.join(':') }) } : {};
}
