import { playMail } from '../universe/playMail.ts';
import type { Arrive, DraftEnd, MailStep } from '../universe/story.ts';
import type { FortnightBox, Population } from './population.ts';
import type { RandomStream } from './randomStream.ts';
import { replyInThread } from './replyInThread.ts';
import type { SimulatedTime } from './simulatedTime.ts';

const HOUR_MS = 3_600_000;

/** On a working day about twelve things happen in a mailbox. */
const BUSIEST_WAIT_MS = 0.8 * HOUR_MS;

/** How much of the busiest there is, by the hour (UTC) and the day of the week. */
function intensity(now: Date): number {
  const hour = now.getUTCHours();
  const day = now.getUTCDay() === 0 || now.getUTCDay() === 6 ? 0.3 : 1;
  if (hour >= 8 && hour < 18) return day;
  return hour >= 6 && hour < 23 ? 0.3 * day : 0.03;
}

/** People write, read, file and delete, by day more than by night. */
export function beginTraffic(
  { population, time, until }: { population: Population; time: SimulatedTime; until: Date },
  randomOf: (box: FortnightBox) => RandomStream,
): void {
  for (const box of population.boxes) {
    const random = randomOf(box);
    const goOn = () =>
      time.after(random.wait(BUSIEST_WAIT_MS), () => {
        if (time.now() >= until) return;
        if (random.chance(intensity(time.now()))) play(population, box, random);
        goOn();
      });
    goOn();
  }
}

/** Mail of the last years, before anybody connects; some mailboxes have more of it than the first sync takes. */
export function writeMailBefore(population: Population, random: RandomStream): void {
  for (const box of population.boxes) {
    const count = random.below(box.index % 10 === 0 ? 80 : 12);
    for (let mail = 0; mail < count; mail += 1) {
      // Of spam and trash, history tells only once it comes out.
      const as = random.weighted({ unread: 5, read: 5, spam: 1, trash: 1 });
      playMail(population, { ...arrival(population, box, random), where: 'once', as });
    }
  }
}

const STEPS: Readonly<Record<MailStep['do'] | 'reply', number>> = {
  arrive: 34,
  send: 12,
  change: 26,
  label: 7,
  reply: 9,
  draft: 5,
  goOnWriting: 3,
  burst: 3,
  forge: 1,
};

function play(population: Population, box: FortnightBox, random: RandomStream): void {
  const what = random.weighted(STEPS);
  if (what === 'reply') replyInThread(population, box, random);
  else playMail(population, stepOf(what, population, box, random));
}

const ENDS: Readonly<Record<DraftEnd, number>> = {
  kept: 2,
  savedAgain: 3,
  sent: 3,
  sentUnderItsId: 1,
  discarded: 1,
};

function stepOf(
  what: MailStep['do'],
  population: Population,
  box: FortnightBox,
  random: RandomStream,
): MailStep {
  const at = { box: box.index, nth: recent(random) };
  const people = () => peopleFor(population, box, random);
  switch (what) {
    case 'arrive':
      return arrival(population, box, random);
    case 'send': {
      const to = random.weighted({ people: 8, agent: 2, self: 1, bcc: 1 });
      return { do: 'send', ...at, people: people(), fromAlias: random.chance(0.1), to };
    }
    case 'change': {
      const how = random.weighted({
        read: 12,
        unread: 2,
        trash: 3,
        untrash: 2,
        spam: 1,
        unspam: 2,
        delete: 3,
      });
      return { do: 'change', ...at, how };
    }
    case 'label':
      return { do: 'label', ...at, label: random.below(2), add: random.chance(0.7) };
    case 'draft':
      return { do: 'draft', ...at, people: people(), end: random.weighted(ENDS) };
    case 'goOnWriting':
      return { do: 'goOnWriting', ...at, end: random.weighted(ENDS) };
    case 'burst':
      return { do: 'burst', ...at, people: people(), count: random.chance(0.05) ? 55 : 3 + random.below(4) };
    case 'forge':
      return { do: 'forge', ...at, people: people(), poses: random.chance(0.5) };
    default:
      return what satisfies never;
  }
}

/** A mail from outside. */
export const arrival = (population: Population, box: FortnightBox, random: RandomStream): Arrive => ({
  do: 'arrive',
  box: box.index,
  people: peopleFor(population, box, random),
  as: random.weighted({ unread: 14, read: 2, archived: 2, spam: 1, trash: 1 }),
  where: random.weighted({ once: 16, both: 3, twice: 1 }),
  minutesLate: random.chance(0.1) ? random.pick([1, 30, 90]) : 0,
  toAlias: random.chance(0.1),
  replyTo: random.chance(0.1) ? random.below(population.people.length) : null,
  automated: random.chance(0.15),
});

/** What happens, happens to new mail. */
const recent = (random: RandomStream): number => Math.floor(random.wait(4));

/** Contacts most of the time, of this location or another; strangers, and who will be a contact. */
function peopleFor({ cast, people }: Population, box: FortnightBox, random: RandomStream): readonly number[] {
  const one = () => {
    switch (random.weighted({ known: 12, newcomer: 2, anybody: 2, stranger: 3 })) {
      case 'known':
        return random.pick(cast.known[box.home] ?? []);
      case 'newcomer':
        return cast.newcomers[box.home]?.people[0] ?? 0;
      case 'anybody':
        return random.below(people.length);
      default:
        return random.pick(cast.strangers);
    }
  };
  const count = random.chance(0.75) ? 1 : 2 + random.below(2);
  return [...new Set(Array.from({ length: count }, one))];
}
