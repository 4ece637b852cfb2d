import { atRest } from '../universe/settle.ts';
import type { Fortnight } from './fortnight.ts';
import { reconnect } from './reconnect.ts';
import { HOUR_MS, MINUTE_MS } from './spans.ts';

const LONGEST_MS = 24 * HOUR_MS;

/** Nothing happens any more, everything works, and all goes its usual way, until nothing is left to do. */
export async function comeToRest(fortnight: Fortnight): Promise<void> {
  const { time, population, store } = fortnight;
  // Whoever was away is asked to connect.
  for (const box of population.boxes)
    if (store.mailbox(box.mailboxId)?.status === 'reauthRequired') reconnect(fortnight, box);
  const end = time.now().getTime() + LONGEST_MS;
  // Right before a poll.
  await time.goOn(14 * MINUTE_MS);
  while (!(await isAtRest(fortnight))) {
    if (time.now().getTime() > end) throw new Error(await unrest(fortnight));
    await time.goOn(15 * MINUTE_MS);
  }
}

async function isAtRest({ population, notifications, jobs, cloud }: Fortnight): Promise<boolean> {
  if (notifications.waiting + jobs.waiting + cloud.running > 0) return false;
  const resting = await Promise.all(population.boxes.map((box) => atRest(population, box)));
  return resting.every(Boolean);
}

async function unrest({ population, notifications, jobs, cloud, store }: Fortnight): Promise<string> {
  const resting = await Promise.all(population.boxes.map((box) => atRest(population, box)));
  const stuck = population.boxes
    .filter((_, at) => !resting[at])
    .map(({ mailboxId }) => store.mailbox(mailboxId));
  const waiting = { notifications: notifications.waiting, jobs: jobs.waiting, running: cloud.running };
  return `It does not come to rest: ${JSON.stringify({ waiting, stuck })}`;
}
