import { randomUUID } from 'node:crypto';
import {
  type AgentId,
  type ContactId,
  EmailAddress,
  type LocationId,
  MailboxId,
} from '../../../shared/domain/ids.ts';
import type { Job } from '../../../shared/domain/jobs.ts';
import type { SyncDeps } from '../../../shared/sync/deps.ts';
import type { Account } from '../gmail/account.ts';
import { AGENCY, AGENTS, CONTACTS, castOf, LOCATIONS } from './cast.ts';
import { Due } from './due.ts';
import { grantAccess } from './grantAccess.ts';
import type { Ground } from './ground.ts';
import type { LeavesOut, Setting } from './story.ts';

/** Once more, and a mail that is there would be taken for gone. */
const NOT_FOUND_TIMES = 3;

const NOTHING: LeavesOut = { people: [], colleagues: false, automated: false };

export interface Box {
  readonly mailboxId: MailboxId;
  readonly uid: AgentId;
  readonly account: Account;
  readonly locations: readonly LocationId[];
  readonly due: Due;
  /** Answers that may still be spoilt for good measure, so that no message fails three times or is taken for gone. */
  readonly spoilable: { malformed: number; notFound: number };
  /** The history ids after each step so far. */
  readonly pastHistoryIds: string[];
}

export interface KnownContact {
  readonly contactId: ContactId;
  readonly locationId: LocationId;
  readonly name: string;
  readonly emails: readonly EmailAddress[];
}

/** Locations, agents, contacts and mailboxes, and the queue of jobs between them. */
export class Universe {
  readonly ground: Ground;
  readonly setting: Setting;
  readonly people: readonly EmailAddress[];
  readonly locations: readonly LocationId[];
  readonly contacts: readonly KnownContact[];
  readonly boxes: readonly Box[];
  readonly queue: Job[] = [];
  readonly deps: SyncDeps;
  readonly name: string;
  /** The subjects of mails that a machine wrote, with their senders: a forgery under the same subject has another. */
  readonly automated = new Set<string>();
  #mails = 0;

  private constructor(of: {
    ground: Ground;
    setting: Setting;
    name: string;
    locations: readonly LocationId[];
    contacts: readonly KnownContact[];
    boxes: readonly Box[];
  }) {
    this.ground = of.ground;
    this.setting = of.setting;
    this.name = of.name;
    this.people = castOf(of.name);
    this.locations = of.locations;
    this.contacts = of.contacts;
    this.boxes = of.boxes;
    const { product } = of.ground;
    this.deps = {
      ...product,
      jobs: { publish: async (job) => void this.queue.push(job) },
      settings: { ...product.settings, initialSyncLimit: of.setting.limit },
    };
  }

  static async create(ground: Ground, setting: Setting): Promise<Universe> {
    const name = randomUUID().slice(0, 13);
    const people = castOf(name);
    const locations = await Promise.all(
      Array.from({ length: LOCATIONS }, (_, index) => ground.location(settingsOf(setting, index, people))),
    );
    const contacts = await Promise.all(
      CONTACTS.map(async (contact): Promise<KnownContact> => {
        const locationId = nth(locations, contact.location);
        const emails = contact.people.map((person) => nth(people, person));
        return {
          contactId: await ground.contact(locationId, emails),
          locationId,
          name: contact.name,
          emails,
        };
      }),
    );
    const boxes = await Promise.all(
      AGENTS.slice(0, setting.mailboxes).map((worksIn, index) =>
        aBox(
          ground,
          setting,
          `agent${index}.${name}`,
          worksIn.map((each) => nth(locations, each)),
        ),
      ),
    );
    return new Universe({ ground, setting, name, locations, contacts, boxes });
  }

  leavesOut(locationId: LocationId): LeavesOut {
    return this.setting.leavesOut[this.locations.indexOf(locationId)] ?? NOTHING;
  }

  /** Each mailbox's own number stands for it, also where a story was written for more of them. */
  box(index: number): Box {
    return nth(this.boxes, index % this.boxes.length);
  }

  person(index: number): EmailAddress {
    return nth(this.people, index);
  }

  /** No two mails are of the same moment or have the same subject. */
  nextMail(): { subject: string; messageId: string; date: Date } {
    this.#mails += 1;
    this.ground.clock.pass(1_001);
    const subject = `mail ${this.#mails}`;
    return { subject, messageId: `${this.#mails}.${this.name}@example.com`, date: this.ground.clock.now() };
  }

  /** Takes note of how things are after a step. */
  async look(): Promise<void> {
    for (const { mailboxId, account, due, pastHistoryIds } of this.boxes) {
      due.look({ isLive: due.isLive || (await this.ground.mailbox(mailboxId))?.status === 'live' });
      pastHistoryIds.push(account.historyId);
    }
  }

  /** The agent grants access, for the first time or anew, by the product's own use cases. */
  connect(box: Box): Promise<void> {
    return grantAccess(this.ground, this.deps.jobs, box);
  }
}

/** As people write them. */
function settingsOf({ leavesOut }: Setting, location: number, cast: readonly EmailAddress[]) {
  const { people, colleagues, automated } = leavesOut[location] ?? NOTHING;
  const excluded = people.map((person) => ` ${nth(cast, person).toUpperCase()}.`);
  return {
    excluded: colleagues ? [...excluded, `@${AGENCY.toUpperCase()}`] : excluded,
    skipAutomated: automated,
  };
}

async function aBox(
  ground: Ground,
  setting: Setting,
  name: string,
  locations: readonly LocationId[],
): Promise<Box> {
  const address = EmailAddress(`${name}@${AGENCY}`);
  const account = ground.gmail.addAccount({ address, aliases: [`alias.${address}`] });
  for (const label of ['Viewings', 'Offers']) account.labels.create(label);
  const { lag, emptyPages, outOfOrder, withoutLabels } = setting.traps;
  Object.assign(account.historyTraps, { emptyPages, outOfOrder, withoutLabels, lag: { ms: 0, lists: lag } });
  return {
    mailboxId: MailboxId.of(address),
    uid: await ground.agent(locations),
    account,
    locations,
    due: new Due(account, setting.limit),
    spoilable: { malformed: 2, notFound: NOT_FOUND_TIMES },
    pastHistoryIds: [account.historyId],
  };
}

function nth<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`There is no number ${index}`);
  return item;
}
