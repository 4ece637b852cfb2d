import { z } from 'zod';
import type { EmailAddress } from '../ids.ts';
import { readAddresses, readName } from './importFields.ts';

/** What GHL tells of one of its contacts. */
export interface GhlContactEvent {
  /** The same each time that GHL sends it. */
  readonly webhookId: string;
  readonly ghlLocationId: string;
  readonly ghlContactId: string;
  readonly deleted: boolean;
  readonly name: string;
  readonly emails: readonly EmailAddress[];
  /** Whether these are all: GHL documents its events without the contact's further addresses. */
  readonly complete: boolean;
  readonly invalid: number;
  /** When it happened; signed, as all of the body is. */
  readonly timestamp: Date;
  /** When the contact was changed last, if GHL says so. */
  readonly changedAt: Date | undefined;
}

export type ReadWebhook =
  | { readonly outcome: 'contact'; readonly event: GhlContactEvent }
  /** Of a type that is nothing to us. */
  | { readonly outcome: 'ignored' }
  | { readonly outcome: 'malformed'; readonly reason: 'notJson' | 'wrongFields' };

const id = z.string().regex(/^[\w-]{1,200}$/);
const text = z.string().max(1_000).nullish().catch(null);
/** Neither null nor nothing is a time: `Date` would take them for 1970. */
const time = z.union([z.string(), z.number()]).pipe(z.coerce.date());

const Typed = z.object({ type: z.string() });

/** GHL's own examples have the contact's fields beside the event's, or below `data`. */
const ContactEvent = z
  .looseObject({ data: z.looseObject({}).optional() })
  .transform(({ data, ...event }) => ({ ...data, ...event }))
  .pipe(
    z.object({
      type: z.enum(['ContactCreate', 'ContactUpdate', 'ContactDelete']),
      webhookId: z.string().min(1).max(200),
      locationId: id,
      id,
      timestamp: time,
      dateUpdated: time.optional().catch(undefined),
      name: text,
      firstName: text,
      lastName: text,
      email: text,
      additionalEmails: z.array(z.unknown()).optional().catch(undefined),
    }),
  );

const AdditionalEmail = z.union([
  z.string(),
  z.object({ email: z.string() }).transform(({ email }) => email),
]);

const CONTACT_TYPES: ReadonlySet<string> = new Set(['ContactCreate', 'ContactUpdate', 'ContactDelete']);

/** Reads the body of a webhook whose signature has been verified. */
export function readGhlWebhook(body: string): ReadWebhook {
  const json = parseJson(body);
  if (json === undefined) return { outcome: 'malformed', reason: 'notJson' };
  const typed = Typed.safeParse(json);
  if (!typed.success) return { outcome: 'malformed', reason: 'wrongFields' };
  if (!CONTACT_TYPES.has(typed.data.type)) return { outcome: 'ignored' };
  const parsed = ContactEvent.safeParse(json);
  return parsed.success
    ? { outcome: 'contact', event: eventOf(parsed.data) }
    : { outcome: 'malformed', reason: 'wrongFields' };
}

function eventOf(said: z.output<typeof ContactEvent>): GhlContactEvent {
  const more = said.additionalEmails?.flatMap((each) => AdditionalEmail.safeParse(each).data ?? []);
  return {
    webhookId: said.webhookId,
    ghlLocationId: said.locationId,
    ghlContactId: said.id,
    deleted: said.type === 'ContactDelete',
    name: readName(said.name, said.firstName, said.lastName),
    ...readAddresses([said.email ?? '', ...(more ?? [])]),
    complete: more !== undefined,
    timestamp: said.timestamp,
    changedAt: said.dateUpdated,
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
