import { EmailAddress } from '../../../shared/domain/ids.ts';
import { AGENCY } from '../universe/cast.ts';

/** A contact of a location: `people` are indexes into the cast. */
export interface Role {
  readonly name: string;
  readonly location: number;
  readonly people: readonly number[];
}

export interface CastOf {
  readonly people: readonly EmailAddress[];
  /** The locations that each agent works in. */
  readonly agents: readonly (readonly number[])[];
  readonly contacts: readonly Role[];
  /** One a location, who writes from the first day and becomes a contact some day. */
  readonly newcomers: readonly Role[];
  /** Whom the agents of a location write to, most of all: its contacts. */
  readonly known: readonly (readonly number[])[];
  readonly strangers: readonly number[];
}

const CONTACTS = 10;
const STRANGERS = 20;
/** Every so many of them an agent works in the next location as well. */
const IN_TWO = 9;

export function castFor({ mailboxes, locations }: { mailboxes: number; locations: number }): CastOf {
  const people: EmailAddress[] = [];
  const appears = (name: string) => people.push(EmailAddress(name)) - 1;
  const homeOf = (agent: number) => Math.floor((agent * locations) / mailboxes);
  const everywhere = Array.from({ length: locations }, (_, location) => location);
  const regulars = everywhere.map((location) =>
    Array.from({ length: CONTACTS }, (_, at) => appears(`person${at}.${location}@example.com`)),
  );
  const contacts = everywhere.flatMap((location) => {
    const [first = 0, second = 0, ...others] = regulars[location] ?? [];
    const privately = appears(`private.${location}@example.com`);
    return [
      { name: `Shared ${location}`, location, people: [first] },
      // The same person is a contact of the next location as well.
      { name: `Shared ${location}, elsewhere`, location: (location + 1) % locations, people: [first] },
      { name: `Two addresses ${location}`, location, people: [second, privately] },
      ...others.map((person) => ({ name: `Contact ${person}`, location, people: [person] })),
    ];
  });
  const newcomers = everywhere.map((location) => ({
    name: `Newcomer ${location}`,
    location,
    people: [appears(`newcomer.${location}@example.com`)],
  }));
  const strangers = Array.from({ length: STRANGERS }, (_, at) => appears(`stranger${at}@example.org`));
  const agents = Array.from({ length: mailboxes }, (_, agent) => {
    const home = homeOf(agent);
    return agent % IN_TWO === 0 ? [home, (home + 1) % locations] : [home];
  });
  // An agent of one location is a contact of the next, unless they work there as well: whom they write to is an agent there.
  const colleagues = agents.flatMap((worksIn, agent) => {
    const next = homeOf((agent + 1) % mailboxes);
    if (worksIn.includes(next)) return [];
    return { name: `Agent ${agent}`, location: next, people: [appears(`agent${agent}@${AGENCY}`)] };
  });
  const known = everywhere.map((location) =>
    contacts.filter((role) => role.location === location).flatMap((role) => role.people),
  );
  return { people, agents, contacts: [...contacts, ...colleagues], newcomers, known, strangers };
}
