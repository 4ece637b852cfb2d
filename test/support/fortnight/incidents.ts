import { saveContact } from '../../../shared/sync/contacts/saveContact.ts';
import { disconnectMailbox } from '../../../shared/sync/disconnectMailbox.ts';
import { googleErrors } from '../gmail/googleError.ts';
import { Due } from '../universe/due.ts';
import { playMail } from '../universe/playMail.ts';
import type { Fortnight } from './fortnight.ts';
import type { FortnightBox } from './population.ts';
import type { RandomStream } from './randomStream.ts';
import { reconnect } from './reconnect.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './spans.ts';
import { arrival } from './traffic.ts';

/** What befalls whom, and when: each plans itself on the fortnight's time. */
type Incident = (fortnight: Fortnight, random: RandomStream) => void;

/** Everything that goes wrong in a year, in a fortnight. */
export function planIncidents(fortnight: Fortnight): void {
  for (const [index, incident] of INCIDENTS.entries())
    incident(fortnight, fortnight.randomOf(`incident ${index}`));
}

/** For a while from some time between these days on. */
function during(
  { time }: Fortnight,
  random: RandomStream,
  when: { days: readonly [number, number]; lastsMs: number },
  begin: () => () => void,
): void {
  time.after(random.between(...when.days) * DAY_MS, () => time.after(when.lastsMs, begin()));
}

/** At a time of day at which people are awake. */
const someDay = (random: RandomStream, from: number, to: number): number =>
  (from + random.below(to - from)) * DAY_MS + random.between(7, 20) * HOUR_MS;

const INCIDENTS: readonly Incident[] = [
  /** Longer than a watch lives. */
  function noRenewals({ time, troubles }, random) {
    time.after(random.between(1, 3) * DAY_MS, () => {
      troubles.idle.renewals = true;
      time.after(8 * DAY_MS, () => {
        troubles.idle.renewals = false;
      });
    });
  },
  function topicForbidden(fortnight, random) {
    const { notifications } = fortnight.gmail;
    during(fortnight, random, { days: [11.2, 12], lastsMs: DAY_MS }, () => {
      notifications.permitted = false;
      return () => {
        notifications.permitted = true;
      };
    });
  },
  function gmailDown(fortnight, random) {
    const { time, troubles } = fortnight;
    for (const [from, to, hours] of [
      [1, 6, 2],
      [7, 12, 0.5],
    ] as const) {
      const reply = random.chance(0.5) ? googleErrors.backend() : ('close' as const);
      time.after(someDay(random, from, to), () =>
        time.after(hours * HOUR_MS, troubles.begin({ method: '*', reply })),
      );
    }
  },
  function tokensRefused({ time, troubles }, random) {
    const reply = googleErrors.backend();
    time.after(someDay(random, 2, 12), () =>
      time.after(40 * MINUTE_MS, troubles.begin({ method: 'oauth.token', reply })),
    );
  },
  function rateLimits({ time, troubles, population }, random) {
    for (const { account } of random.some(population.boxes, 10)) {
      time.after(someDay(random, 0, 13), () => {
        const reply = random.pick([
          googleErrors.userRateLimitExceeded(),
          googleErrors.tooManyConcurrent(),
          googleErrors.dailyLimitExceeded(),
          googleErrors.tooManyRequests(new Date(time.now().getTime() + 20 * MINUTE_MS)),
        ]);
        const end = troubles.begin({ method: '*', account: account.address, reply });
        time.after(random.between(0.2, 3) * HOUR_MS, end);
      });
    }
  },
  function answersSpoilt({ time, gmail, population }, random) {
    for (const { account } of random.some(population.boxes, 12)) {
      const method = random.pick(['messages.get', 'threads.get'] as const);
      const reply = random.pick([googleErrors.notFound(), { status: 200, body: [7] }]);
      time.after(someDay(random, 0, 13), () =>
        gmail.faults.add({ method, account: account.address, reply, times: 2 }),
      );
    }
  },
  /** The mail that nobody has heard of then was sent before the last good sync. */
  function historyForgotten({ time, population }, random) {
    for (const box of random.some(population.boxes, 12))
      time.after(someDay(random, 0, 14), () => {
        playMail(population, { ...arrival(population, box, random), where: 'once', minutesLate: 90 });
        box.account.expireHistory();
      });
  },
  /** Paused for so long that Pub/Sub no longer waits for them: only the poll goes on with them. */
  function firstSyncsLimited({ time, troubles, population }, random) {
    const reply = googleErrors.tooManyRequests(new Date(time.now().getTime() + 8 * HOUR_MS));
    for (const { account } of random.some(population.boxes, 3))
      time.after(7 * HOUR_MS, troubles.begin({ method: 'messages.list', account: account.address, reply }));
  },
  function grantsRevoked(fortnight, random) {
    const { time, gmail, population } = fortnight;
    for (const [nth, box] of random.some(population.boxes, 7).entries()) {
      // The first is away for longer than Gmail remembers.
      const [at, awayMs] =
        nth === 0
          ? [random.between(1, 3) * DAY_MS, 9 * DAY_MS]
          : [someDay(random, 1, 11), random.between(0.2, 4) * DAY_MS];
      time.after(at, () => {
        gmail.oauth.revokeGrant(box.account.address);
        time.after(awayMs, () => reconnect(fortnight, box));
      });
    }
  },
  function noPolls({ time, troubles }, random) {
    time.after(someDay(random, 1, 5), () => {
      troubles.idle.polls = true;
      time.after(DAY_MS, () => {
        troubles.idle.polls = false;
      });
    });
  },
  function pollsDie({ time, troubles }, random) {
    time.after(someDay(random, 6, 12), () => {
      troubles.dying.polls = true;
      time.after(6 * HOUR_MS, () => {
        troubles.dying.polls = false;
      });
    });
  },
  function firestoreDown(fortnight, random) {
    const { time, troubles } = fortnight;
    for (const [from, to] of [
      [1, 6],
      [6, 13],
    ] as const)
      time.after(someDay(random, from, to), () =>
        time.after(random.between(5, 40) * MINUTE_MS, troubles.storeGoesDown()),
      );
  },
  function notificationsLost(fortnight, random) {
    const { troubles } = fortnight;
    during(fortnight, random, { days: [3, 12], lastsMs: 12 * HOUR_MS }, () => {
      troubles.losesNotifications = true;
      return () => {
        troubles.losesNotifications = false;
      };
    });
  },
  /** An agent leaves and comes back, another has the data deleted meanwhile. */
  function agentsLeave(fortnight, random) {
    const [left, erased] = random.some(fortnight.population.boxes.slice(1), 2);
    if (left) leaveAndReturn(fortnight, random, left, false);
    if (erased) leaveAndReturn(fortnight, random, erased, true);
  },
  function newcomersBecomeContacts(fortnight, random) {
    const { time, population } = fortnight;
    for (const role of population.cast.newcomers) {
      const locationId = population.locations[role.location];
      const agent = population.boxes.find(({ home }) => home === role.location);
      if (!agent || !locationId) continue;
      const emails = role.people.map((person) => population.person(person));
      const save = async (): Promise<void> => {
        const asked = { agent: { uid: agent.uid, email: '', locationIds: agent.locations }, locationId };
        const saved = await fortnight.cloud
          .callable((deps) => saveContact(deps, { ...asked, name: role.name, emails }))
          .catch(() => undefined);
        if (saved?.outcome === 'saved') population.knows(role, saved.contactId);
        else time.after(30 * MINUTE_MS, () => void save());
      };
      time.after(someDay(random, 1, 13), () => void save());
    }
  },
  /** Pub/Sub delivers old notifications once more. */
  function oldNotificationsAgain({ time, gmail, notifications }, random) {
    time.after(someDay(random, 8, 13), () => {
      for (const { payload } of gmail.notifications.sent.slice(-400))
        if (random.chance(0.5)) notifications.publish(payload, { delayMs: random.between(0, HOUR_MS) });
    });
  },
];

function leaveAndReturn(
  fortnight: Fortnight,
  random: RandomStream,
  box: FortnightBox,
  deleteData: boolean,
): void {
  const { time, cloud } = fortnight;
  const { mailboxId, uid } = box;
  const awayMs = random.between(0.5, 3) * DAY_MS;
  const leave = async (): Promise<void> => {
    const outcome = await cloud
      .callable((deps) => disconnectMailbox(deps, { mailboxId, uid, deleteData }))
      .catch(() => undefined);
    if (outcome !== 'disconnected') return time.after(30 * MINUTE_MS, () => void leave());
    time.after(awayMs, () => {
      // Erased, it begins anew: the first sync takes the newest mails only.
      if (deleteData) box.due = new Due(box.account, fortnight.product.settings.initialSyncLimit);
      reconnect(fortnight, box);
    });
  };
  time.after(someDay(random, 2, 9), () => void leave());
}
