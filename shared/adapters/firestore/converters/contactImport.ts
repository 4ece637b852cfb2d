import { z } from 'zod';
import type { ImportedContact } from '../../../domain/contacts/importContact.ts';
import type { ContactImport } from '../../../domain/contacts/importProgress.ts';
import type { LastWord } from '../../../domain/contacts/importWord.ts';
import { searchTerms } from '../../../domain/contacts/searchTerms.ts';
import { ContactId, EmailAddress, ImportId } from '../../../domain/ids.ts';
import { SYNC_ERROR_CODES } from '../../../domain/syncError.ts';
import { type Converter, converter } from './converter.ts';
import { field } from './fields.ts';

const { count } = field;

const contactImport = z.object({
  locationId: field.locationId,
  ghlLocationId: z.string().nullable(),
  attempt: count,
  status: z.enum(['running', 'done', 'failed']),
  history: z.enum(['none', 'new']),
  startedAt: field.date,
  lastRunAt: field.date,
  finishedAt: field.date.nullable(),
  done: count,
  total: count,
  counts: z.object({
    created: count,
    changed: count,
    unchanged: count,
    noAddress: count,
    taken: count,
    outdated: count,
    invalid: count,
    conflicts: count,
    histories: count,
    historiesLeft: count,
  }),
  cursor: z.string().nullable(),
  lease: z.object({ holder: z.string(), expiresAt: field.date }).nullable(),
  lastError: z.enum(SYNC_ERROR_CODES).nullable(),
  expireAt: field.date,
});

export const importConverter: Converter<ContactImport> = converter(
  contactImport,
  (document, snapshot): ContactImport => ({ ...document, importId: ImportId(snapshot.id) }),
  ({ importId: _, ...document }) => document,
);

const word = z.object({
  at: field.date,
  deleted: z.boolean(),
  by: z.string(),
  outcome: z.enum(['created', 'changed', 'unchanged', 'removed']),
  history: z.enum(['none', 'wanted', 'queued']),
  expireAt: field.date,
});

export const wordConverter: Converter<LastWord> = converter(
  word,
  (document): LastWord => document,
  (document) => document,
);

const emails = z
  .array(z.unknown())
  .transform((written) => written.filter((email) => typeof email === 'string').map(EmailAddress));

/** What the CRM has left odd is mended by the import, which must not stop for it. */
const contact = z.object({
  locationId: field.locationId,
  name: z.string().catch(''),
  emails: emails.catch([]),
  ghlContactId: z.string().nullable().catch(null),
  ghl: z.object({ name: z.string(), emails }).nullable().catch(null),
  historyWanted: z.boolean().catch(false).default(false),
});

export const importedContactConverter: Converter<ImportedContact> = converter(
  contact,
  ({ historyWanted, ...document }, snapshot): ImportedContact => ({
    ...document,
    contactId: ContactId(snapshot.id),
    ...(historyWanted && { historyWanted }),
  }),
  ({ contactId: _, ...document }) => ({ ...document, searchTerms: searchTerms(document) }),
);
