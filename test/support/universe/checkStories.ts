import fc from 'fast-check';
import type { Choice } from './choice.ts';
import { storiesOf } from './stories.ts';
import type { Story } from './story.ts';

/** Plays random stories until one ends wrong; then says which, shrunk, so that it can be kept. */
export async function checkStories(
  { runs, longest, ...from }: Choice & { longest: number },
  play: (story: Story) => Promise<void>,
): Promise<void> {
  const details = await fc.check(fc.asyncProperty(storiesOf({ longest }), play), { numRuns: runs, ...from });
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
