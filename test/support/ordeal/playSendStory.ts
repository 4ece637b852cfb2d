import type { SendDeps } from '../../../shared/sync/sending/sendDeps.ts';
import { instrument, mortal } from '../mortal.ts';
import type { Around } from '../universe/everyAwait.ts';
import type { Ground } from '../universe/ground.ts';
import { Stage } from '../universe/stage.ts';
import type { SendClock } from './sendClock.ts';
import { SendStage } from './sendStage.ts';
import type { Round, SendStory } from './sendStories.ts';

/** Plays it, lets the agent ask until it is sent, and looks whether that was once. */
export async function playSendStory(ground: Ground, clock: SendClock, story: SendStory): Promise<void> {
  const stage = await SendStage.set(ground, clock, story);
  const late: (() => Promise<void>)[] = [];
  for (const round of story.rounds) {
    clock.pass(round.waitMs);
    late.push(await playRound(stage, round));
  }
  for (const goOn of late) await goOn();
  await stage.askUntilSent();
  await stage.expectOnce();
}

/** Ends with all that can go on by itself; what it returns lets the others go on. */
async function playRound(stage: SendStage, round: Round): Promise<() => Promise<void>> {
  const { calls, pushes, polls, turns, fate } = round;
  const scene = new Stage();
  const over = Promise.withResolvers<void>();
  const hung = Promise.withResolvers<void>();
  let isOver = false;
  // Once the round is over, whoever was late goes on by himself.
  const deps = directed(stage.deps, (work) => (isOver ? work() : scene.operation(work)));
  const running: Promise<unknown>[] = [];
  const enter = (run: () => Promise<unknown>) => {
    const ended = run().catch(() => undefined);
    running.push(ended);
    scene.enter(() => Promise.race([ended, hung.promise]));
  };
  enter(() => stage.ask(fate ? mortal(deps, { ...fate, goesOn: over.promise }) : deps));
  if (calls === 2) enter(() => stage.ask(deps));
  if (pushes) enter(() => stage.push(deps));
  if (polls) enter(() => stage.poll(deps));
  const choose = (turn: number, of: number) => (turns[turn % turns.length] ?? 0) % Math.max(of, 1);
  await scene.play({ choose, between: () => {}, hung: hung.resolve });
  return async () => {
    isOver = true;
    over.resolve();
    await Promise.all(running);
  };
}

/** Composing takes its turn like whatever is awaited outside, or it would be taken for a process that hangs. */
function directed(deps: SendDeps, around: Around): SendDeps {
  const instrumented = instrument(deps, { awaited: (_, work) => around(work) });
  return { ...instrumented, composeMail: (mail) => around(() => deps.composeMail(mail)) };
}
