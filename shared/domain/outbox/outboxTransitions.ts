import { createHash } from 'node:crypto';
import type { GhlLogged } from '../ghl.ts';
import {
  type ClaimedEntry,
  type EntryError,
  type EntrySkipReason,
  type FailReason,
  keptUntil,
  type OpenEntry,
  type OutboxEntry,
  type PendingEntry,
} from './outbox.ts';

/** Within it the holder of a claim begins, or leaves it: a process that was asleep must not log behind another's back. */
const BEGIN_WITHIN_MS = 30_000;

/** The GHL port gives up a call after it. */
const CALL_MS = 60_000;

/** After a failure: the request may still be on its way, and a listing can lag behind it. */
const SETTLING_MS = 60_000;

const CLAIM_MS = BEGIN_WITHIN_MS + CALL_MS + SETTLING_MS;

const MINUTE_MS = 60_000;

/** Between attempts, in minutes: two and a half days in all, half of that with the worst luck. */
const BACKOFF_MINUTES = [1, 2, 5, 10, 20, 40, 60, 120, 240, 360, 360, 360, 360, 360, 360, 360, 360, 360];

/** What is to be done about an entry now. */
export type EntryStep =
  | { readonly step: 'log'; readonly entry: PendingEntry }
  | { readonly step: 'reconcile'; readonly entry: ClaimedEntry }
  | { readonly step: 'wait'; readonly until: Date };

export function decideEntry(entry: OpenEntry, now: Date): EntryStep {
  if (entry.nextAttemptAt > now) return { step: 'wait', until: entry.nextAttemptAt };
  return entry.state === 'pending' ? { step: 'log', entry } : { step: 'reconcile', entry };
}

/** Takes the logging. Until the claim is over nobody else looks at the entry. */
export function claimed(
  entry: PendingEntry,
  by: { id: string; ghlConversationId: string; now: Date },
): ClaimedEntry {
  const until = new Date(by.now.getTime() + CLAIM_MS);
  const claim = { id: by.id, at: by.now, until, ghlConversationId: by.ghlConversationId };
  return { ...commonOf(entry), ...tryingOf(entry), state: 'posting', claim, nextAttemptAt: until };
}

/** A request begun later could arrive after the claim. */
export const notAfter = ({ claim }: ClaimedEntry): Date =>
  new Date(claim.until.getTime() - CALL_MS - SETTLING_MS);

export function done(
  entry: OpenEntry,
  logged: Omit<GhlLogged, 'ghlMessageId'> & { ghlMessageId: string | null },
  { now, maxAgeDays }: { now: Date; maxAgeDays: number },
): OutboxEntry {
  const { ghlMessageId, ghlConversationId, ghlEmailId } = logged;
  const ids = { ghlMessageId, ghlConversationId, ghlEmailId };
  return { ...commonOf(entry), state: 'done', ...ids, doneAt: now, expireAt: keptUntil(now, maxAgeDays) };
}

export function skipped(
  entry: OpenEntry,
  reason: EntrySkipReason,
  { now, maxAgeDays }: { now: Date; maxAgeDays: number },
): OutboxEntry {
  return {
    ...commonOf(entry),
    state: 'skipped',
    reason,
    skippedAt: now,
    expireAt: keptUntil(now, maxAgeDays),
  };
}

/** GHL, or we, were never asked for certain: as if nobody had tried. */
export function unclaimed(entry: OpenEntry, now: Date): PendingEntry {
  return { ...commonOf(entry), ...tryingOf(entry), state: 'pending', nextAttemptAt: now };
}

/** GHL does not have it: it is logged again. A process that died over it counts as a failure. */
export function absent(entry: ClaimedEntry, now: Date): OutboxEntry {
  const died: EntryError = { code: 'unexpected', operation: 'relay', at: entry.claim.at };
  const lastError = entry.state === 'posting' ? died : (entry.lastError ?? died);
  const attempts = entry.attempts + (entry.state === 'posting' ? 1 : 0);
  if (attempts > BACKOFF_MINUTES.length) return failed(unclaimed(entry, now), 'exhausted', lastError);
  const nextAttemptAt = new Date(Math.max(now.getTime(), retryAt(entry, attempts, lastError.at).getTime()));
  return { ...commonOf(entry), state: 'pending', attempts, lastError, nextAttemptAt };
}

/** It was certainly not logged. @param counts whether the entry itself is to blame, not an outage of the whole GHL */
export function failedOnce(entry: OpenEntry, error: EntryError, counts: boolean): OutboxEntry {
  const attempts = entry.attempts + (counts ? 1 : 0);
  if (attempts > BACKOFF_MINUTES.length) return failed(unclaimed(entry, error.at), 'exhausted', error);
  return {
    ...commonOf(entry),
    state: 'pending',
    attempts,
    lastError: error,
    nextAttemptAt: retryAt(entry, attempts, error.at),
  };
}

/** GHL did not say: it may have been logged, or may still be while the request is on its way. */
export function doubted(entry: ClaimedEntry, error: EntryError, counts: boolean): OutboxEntry {
  const attempts = entry.attempts + (counts ? 1 : 0);
  if (attempts > BACKOFF_MINUTES.length) return failed(entry, 'exhausted', error);
  const until = new Date(Math.min(entry.claim.until.getTime(), error.at.getTime() + SETTLING_MS));
  return {
    ...commonOf(entry),
    state: 'needsReconcile',
    claim: { ...entry.claim, until },
    attempts,
    lastError: error,
    nextAttemptAt: until,
  };
}

/** GHL could not be looked through. */
export function stillDoubted(entry: ClaimedEntry, error: EntryError, counts: boolean): OutboxEntry {
  const attempts = entry.attempts + (counts ? 1 : 0);
  if (attempts > BACKOFF_MINUTES.length) return failed(entry, 'exhausted', error);
  return {
    ...commonOf(entry),
    state: 'needsReconcile',
    claim: entry.claim,
    attempts,
    lastError: error,
    nextAttemptAt: retryAt(entry, attempts, error.at),
  };
}

/** Given up, for people to see; later entries of the contact go on. */
export function failed(entry: OpenEntry, reason: FailReason, lastError: EntryError): OutboxEntry {
  const claim = entry.state === 'pending' ? null : entry.claim;
  return { ...commonOf(entry), state: 'failed', reason, lastError, claim, failedAt: lastError.at };
}

/** Somebody has seen to the cause: it is tried again. What may have been logged is looked for first. */
export function retried(entry: OutboxEntry, now: Date): OutboxEntry {
  if (entry.state !== 'failed' && entry.state !== 'skipped') return entry;
  const claim = entry.state === 'failed' ? entry.claim : null;
  const trying = { attempts: 0, lastError: null };
  if (!claim) return { ...commonOf(entry), ...trying, state: 'pending', nextAttemptAt: now };
  const nextAttemptAt = new Date(Math.max(now.getTime(), claim.until.getTime()));
  return { ...commonOf(entry), ...trying, state: 'needsReconcile', claim, nextAttemptAt };
}

/** Whether the second is what came of the write of the first: the client repeats what it has not heard of. */
export function isSameStep(a: OutboxEntry, b: OutboxEntry): boolean {
  if (a.state !== b.state) return false;
  return 'claim' in a && 'claim' in b && 'attempts' in a && 'attempts' in b
    ? a.claim?.id === b.claim?.id && a.attempts === b.attempts
    : a.state === 'done' || a.state === 'skipped' || a.state === 'failed';
}

function retryAt({ entryId }: OpenEntry, attempts: number, failedAt: Date): Date {
  const minutes = BACKOFF_MINUTES[Math.max(attempts, 1) - 1] ?? 0;
  const delay = minutes * MINUTE_MS * jitter(entryId, attempts);
  return new Date(failedAt.getTime() + delay);
}

/** From a half to one, other for each key and time and the same again: what failed together comes back scattered. */
export function jitter(key: string, time: number): number {
  const hash = createHash('sha256').update(`${key} ${time}`).digest().readUInt32BE(0);
  return 0.5 + hash / 2 ** 33;
}

function commonOf(entry: OutboxEntry) {
  const { entryId, locationId, contactId, messageId, conversationId, threadId, sentAt, createdAt } = entry;
  return { entryId, locationId, contactId, messageId, conversationId, threadId, sentAt, createdAt };
}

function tryingOf({ attempts, lastError }: OpenEntry) {
  return { attempts, lastError };
}
