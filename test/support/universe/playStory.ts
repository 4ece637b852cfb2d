import { runJob } from '../../../shared/sync/runJob.ts';
import type { Ground } from './ground.ts';
import { playMail } from './playMail.ts';
import { playStep } from './playStep.ts';
import { settle } from './settle.ts';
import type { Story } from './story.ts';
import { Universe } from './universe.ts';

/** Plays a story to its end, and until everything is at rest. */
export async function playStory(ground: Ground, { setting, steps }: Story): Promise<Universe> {
  ground.gmail.faults.clear();
  const universe = await Universe.create(ground, setting);
  for (const mail of setting.before) playMail(universe, mail);
  for (const box of universe.boxes) await universe.connect(box);
  if (setting.calm) {
    for (let job = universe.queue.shift(); job; job = universe.queue.shift())
      await runJob(universe.deps, job);
  }
  await universe.look();
  for (const step of steps) {
    await playStep(universe, step);
    await universe.look();
  }
  await settle(universe);
  return universe;
}
