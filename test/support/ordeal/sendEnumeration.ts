import { countAwaits, type Fate, instrument, mortal } from '../mortal.ts';
import type { SendStage } from './sendStage.ts';

/** Longer than any claim. */
const CLAIM_IS_OVER_MS = 200_000;

/**
 * A process that stops for minutes right before it asks Gmail to send, and then does, behind the back of whoever took
 * over, cannot be told from one that is in time: whoever sends looks at the clock a moment before. And the one call that
 * no client may ever repeat by itself is this.
 */
const CANNOT_BE: readonly (readonly [kind: Fate['kind'], name: string])[] = [
  ['hangs', 'gmail.sendMessage'],
  ['repeats', 'gmail.sendMessage'],
];

type NewStage = () => Promise<SendStage>;

/** What an unharmed send awaits, in order. */
export async function awaitsOfSend(newStage: NewStage): Promise<readonly string[]> {
  const stage = await newStage();
  const { deps, awaits } = countAwaits(stage.deps);
  await stage.ask(deps);
  const counted = [...awaits];
  await stage.expectOnce();
  return counted;
}

/** Lets the fate meet each of these awaits, on a stage of its own each; answers what went wrong where. */
export async function endureSends(
  newStage: NewStage,
  kind: Fate['kind'],
  awaits: readonly string[],
): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const [at, name] of awaits.entries()) {
    if (CANNOT_BE.some(([fate, call]) => fate === kind && call === name)) continue;
    await meetFate(await newStage(), { at, kind }).catch((error: unknown) => {
      failures.push(`at await ${at}, ${name}: ${String(error)}`);
    });
  }
  return failures;
}

/** The process meets its fate; the agent asks again at once, and until it is sent; then the process may come back. */
async function meetFate(stage: SendStage, { at, kind }: Pick<Fate, 'at' | 'kind'>): Promise<void> {
  const reached = Promise.withResolvers<string>();
  const back = Promise.withResolvers<void>();
  const happened = Promise.withResolvers<void>();
  let calls = 0;
  const told = instrument(stage.deps, {
    awaited: (_, work) => {
      const isFated = calls++ === at;
      return work().finally(() => (isFated ? happened.resolve() : undefined));
    },
  });
  const doomed = mortal(told, { at, kind, reached: reached.resolve, goesOn: back.promise });
  const running = stage.ask(doomed).then(
    () => undefined,
    () => undefined,
  );
  const met = await Promise.race([reached.promise, running]);
  if (met === undefined) throw new Error('It has not met its fate');
  // No call to Gmail takes minutes: what time passes, passes before or after it.
  if (kind === 'hearsLate') await happened.promise;
  else if (kind !== 'hangs') await running;
  await stage.ask();
  stage.clock.pass(CLAIM_IS_OVER_MS);
  await stage.askUntilSent();
  back.resolve();
  await running;
  await stage.expectOnce();
}
