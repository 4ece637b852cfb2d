import { comeToRest } from './comeToRest.ts';
import type { Fortnight } from './fortnight.ts';
import { planIncidents } from './incidents.ts';
import { reconnect } from './reconnect.ts';
import { beginSchedule } from './schedule.ts';
import { DAY_MS, HOUR_MS } from './spans.ts';
import { beginTraffic, writeMailBefore } from './traffic.ts';

const DAYS = 14;

/** Twice a day, in quarters of an hour. */
const LOOKS_EVERY = 48;

/** Two weeks in the life of the mailboxes, until everything is at rest again. */
export async function playFortnight(fortnight: Fortnight): Promise<void> {
  const { population, randomOf, store, time } = fortnight;
  writeMailBefore(population, randomOf('mail before'));
  beginSchedule(fortnight);
  planIncidents(fortnight);
  const connecting = randomOf('connecting');
  for (const box of population.boxes)
    time.after(connecting.between(0, 6) * HOUR_MS, () => reconnect(fortnight, box));
  const until = new Date(time.now().getTime() + DAYS * DAY_MS);
  beginTraffic({ population, time, until }, ({ index }) => randomOf(`mailbox ${index}`));
  for (let round = 0; time.now() < until; round += 1) {
    await time.goOn(HOUR_MS / 4);
    // Whether a mailbox is live is of interest at once, what is hidden in it now and then.
    for (const { mailboxId, due } of population.boxes) {
      if (due.isLive && round % LOOKS_EVERY !== 0) continue;
      due.look({ isLive: due.isLive || store.mailbox(mailboxId)?.status === 'live' });
    }
  }
  await comeToRest(fortnight);
}
