import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { isDocumentId } from '../../shared/adapters/firestore/converters/tenancy.ts';
import { normaliseAddress } from '../../shared/domain/content/emailAddress.ts';
import { isExclusion, readExclusions } from '../../shared/domain/exclusion.ts';
import { AgentId, type EmailAddress, LocationId, MailboxId, OutboxEntryId } from '../../shared/domain/ids.ts';

export const locationId = (told: string): LocationId => LocationId(documentId(told));
export const agentId = (told: string): AgentId => AgentId(documentId(told));
export const entryId = (told: string): OutboxEntryId => OutboxEntryId(documentId(told));

/** An id, or the address that it is derived from. */
export function mailboxId(told: string): MailboxId {
  if (!told.includes('@')) return MailboxId(documentId(told));
  const read = normaliseAddress(told);
  if (read !== undefined) return MailboxId.of(read);
  throw new InvalidArgumentError('It is neither an id nor an email address.');
}

function documentId(told: string): string {
  if (isDocumentId(told)) return told;
  throw new InvalidArgumentError('It is not an id: it may have no "/", and be neither "." nor "..".');
}

/** As the location's document may say it, too. */
export function yesOrNo(told: string): boolean {
  const parsed = z.stringbool().safeParse(told);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('Say yes or no.');
}

export function days(told: string): number {
  const parsed = z.coerce
    .number()
    .nonnegative()
    .max(36_500)
    .safeParse(told.trim() || undefined);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('It is not a number of days.');
}

export function wholeDays(told: string): number {
  const parsed = z.coerce.number().int().min(1).max(3_650).safeParse(told);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('It is not a number from 1 to 3650.');
}

export function words(told: string): string {
  const name = told.trim();
  if (name !== '') return name;
  throw new InvalidArgumentError('It is empty.');
}

/** A list with commas. What the sync would not understand is not taken, lest somebody relies on it. */
export function exclusions(told: string): readonly string[] {
  const entries = told
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  const odd = entries.find((entry) => !isExclusion(entry));
  if (odd === undefined) return readExclusions(entries);
  throw new InvalidArgumentError(`"${odd}" is neither an address nor a domain.`);
}

export function oneAddress(told: string): EmailAddress {
  const read = normaliseAddress(told);
  if (read !== undefined) return read;
  throw new InvalidArgumentError('It is not an email address.');
}

/** One of several. */
export function address(told: string, before: readonly EmailAddress[] | undefined): readonly EmailAddress[] {
  return [...(before ?? []), oneAddress(told)];
}

export function port(told: string): number {
  const parsed = z.coerce.number().int().min(1).max(65_535).safeParse(told);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('It is not a port: a number from 1 to 65535.');
}

export function pageSize(told: string): number {
  const parsed = z.coerce.number().int().min(1).max(10_000).safeParse(told);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('It is not a number from 1 to 10000.');
}

/** Minutes from now, or a time with its zone. */
export function until(told: string): Date {
  const minutes = z.coerce.number().positive().max(525_600).safeParse(told);
  if (minutes.success) return new Date(Date.now() + minutes.data * 60_000);
  const time = z.iso.datetime({ offset: true }).safeParse(told);
  if (time.success && Date.parse(time.data) > Date.now()) return new Date(time.data);
  throw new InvalidArgumentError(
    'It is neither a number of minutes nor a time to come such as 2026-11-23T08:00:00Z.',
  );
}

/** With its zone. */
export function since(told: string): Date {
  const time = z.iso.datetime({ offset: true }).safeParse(told);
  if (time.success && Date.parse(time.data) < Date.now()) return new Date(time.data);
  throw new InvalidArgumentError('It is not a time that is past, such as 2026-11-23T08:00:00Z.');
}
