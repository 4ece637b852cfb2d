import { ContactId, EmailAddress, type LocationId, MailboxId } from '../../../shared/domain/ids.ts';
import { AGENCY } from '../universe/cast.ts';
import { Due } from '../universe/due.ts';
import type { Ground } from '../universe/ground.ts';
import type { Box, KnownContact } from '../universe/universe.ts';
import { type CastOf, castFor, type Role } from './cast.ts';

export type FortnightBox = Pick<Box, 'mailboxId' | 'uid' | 'account' | 'locations'> & {
  due: Due;
  readonly index: number;
  /** The number of its first location. */
  readonly home: number;
};

/** Nothing is left out, but here. */
const LEAVES_OUT = new Map([
  [1, { people: [1], colleagues: false, automated: false }],
  [2, { people: [], colleagues: true, automated: false }],
  [4, { people: [], colleagues: false, automated: true }],
]);
const NOTHING = { people: [], colleagues: false, automated: false };

/** Agents with their mailboxes, locations with their contacts, and everybody who may write. */
export class Population {
  readonly cast: CastOf;
  readonly people: readonly EmailAddress[];
  readonly locations: readonly LocationId[];
  readonly boxes: readonly FortnightBox[];
  readonly contacts: KnownContact[] = [];
  readonly automated = new Set<string>();
  readonly #ground: Ground;
  #mails = 0;
  #lastMail = 0;

  private constructor(of: {
    ground: Ground;
    cast: CastOf;
    locations: readonly LocationId[];
    boxes: readonly FortnightBox[];
  }) {
    this.#ground = of.ground;
    this.cast = of.cast;
    this.people = of.cast.people;
    this.locations = of.locations;
    this.boxes = of.boxes;
  }

  static async create(ground: Ground, size: { mailboxes: number; locations: number }): Promise<Population> {
    const cast = castFor(size);
    const locations: LocationId[] = [];
    for (let location = 0; location < size.locations; location += 1) {
      const { people, colleagues, automated } = leavesOut(location);
      const excluded = people.map((person) => nth(cast.people, person));
      locations.push(
        await ground.location({
          excluded: colleagues ? [...excluded, AGENCY] : excluded,
          skipAutomated: automated,
        }),
      );
    }
    const boxes: FortnightBox[] = [];
    for (const [index, worksIn] of cast.agents.entries()) {
      boxes.push(
        await aBox(
          ground,
          index,
          worksIn,
          worksIn.map((at) => nth(locations, at)),
        ),
      );
    }
    const population = new Population({ ground, cast, locations, boxes });
    for (const role of cast.contacts) {
      const emails = role.people.map((person) => population.person(person));
      const locationId = nth(locations, role.location);
      population.knows(role, await ground.contact(locationId, emails));
    }
    return population;
  }

  get ground(): Ground {
    return this.#ground;
  }

  person(index: number): EmailAddress {
    return nth(this.people, index);
  }

  box(index: number): FortnightBox {
    return nth(this.boxes, index % this.boxes.length);
  }

  leavesOut(locationId: LocationId) {
    return leavesOut(this.locations.indexOf(locationId));
  }

  /** A contact that the CRM has, from now on. */
  knows({ name, location, people }: Role, contactId: string): void {
    const emails = people.map((person) => this.person(person));
    this.contacts.push({
      contactId: ContactId(contactId),
      locationId: nth(this.locations, location),
      name,
      emails,
    });
  }

  /** No two mails are of the same moment or have the same subject. */
  nextMail(): { subject: string; messageId: string; date: Date } {
    this.#mails += 1;
    this.#lastMail = Math.max(this.#lastMail + 1, this.#ground.clock.now().getTime());
    return {
      subject: `mail ${this.#mails}`,
      messageId: `${this.#mails}.fortnight@example.com`,
      date: new Date(this.#lastMail),
    };
  }
}

const leavesOut = (location: number) => LEAVES_OUT.get(location) ?? NOTHING;

async function aBox(
  ground: Ground,
  index: number,
  worksIn: readonly number[],
  locations: readonly LocationId[],
): Promise<FortnightBox> {
  const address = EmailAddress(`agent${index}@${AGENCY}`);
  const account = ground.gmail.addAccount({ address, aliases: [`alias.${address}`] });
  for (const label of ['Viewings', 'Offers']) account.labels.create(label);
  Object.assign(account.historyTraps, {
    emptyPages: index % 7 === 0,
    outOfOrder: index % 5 === 0,
    withoutLabels: index % 3 === 0,
    lag: { ms: index % 4 === 0 ? 2_500 : 0, lists: 0 },
  });
  return {
    index,
    home: worksIn[0] ?? 0,
    mailboxId: MailboxId.of(address),
    uid: await ground.agent(locations),
    account,
    locations,
    due: new Due(account, ground.product.settings.initialSyncLimit),
  };
}

function nth<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`There is no number ${index}`);
  return item;
}
