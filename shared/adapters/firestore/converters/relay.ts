import { z } from 'zod';
import { LocationId } from '../../../domain/ids.ts';
import type { Relay } from '../../../domain/outbox/relay.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

const schema = z.object({
  holder: z.string().nullable(),
  expiresAt: field.date.nullable(),
  wanted: z.boolean(),
  round: field.count,
  pausedUntil: field.date.nullable(),
  outages: field.count,
  pace: z.object({ starts: z.array(field.date) }),
});

export const relayConverter: Converter<Relay> = converter(
  schema,
  (document, snapshot): Relay => ({ ...document, locationId: LocationId(snapshot.id) }),
  ({ locationId: _, ...document }) => document,
);

/** A contact, as far as its mail is logged at GHL. */
export const recipient = z.object({
  locationId: field.locationId,
  name: z.string().catch(''),
  emails: z
    .array(z.unknown())
    .transform((emails) => emails.filter((email) => typeof email === 'string'))
    .pipe(z.array(field.emailAddress)),
  ghlContactId: z.string().nullable().catch(null),
  ghlConversationId: z.string().nullable().catch(null),
});
