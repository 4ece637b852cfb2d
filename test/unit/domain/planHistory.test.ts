import { describe, expect, test } from '@jest/globals';
import { EmailAddress, GmailMessageId, MessageId } from '../../../shared/domain/ids.ts';
import type { LedgerEntry, SkipReason } from '../../../shared/domain/ledger.ts';
import { historyQueries, isWanted } from '../../../shared/domain/planHistory.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 9, minute));
const id = GmailMessageId('18c2f0a1b2c3d4e5');

const wanted = (
  entry: LedgerEntry | undefined,
  { isFiled = false, since = undefined as Date | undefined } = {},
) =>
  isWanted(id, {
    ledger: new Map(entry ? [[id, entry]] : []),
    filed: new Set(isFiled ? [id] : []),
    decidedSince: since,
  });

const stored: LedgerEntry = { state: 'stored', messageIds: [MessageId('m')], receivedAt: at(0), at: at(1) };
const skipped = (reason: SkipReason): LedgerEntry => ({ state: 'skipped', reason, at: at(1) });

describe('a mail that a search has found', () => {
  test('is wanted where nobody has looked at it', () => {
    expect(wanted(undefined)).toBe(true);
  });

  test('is wanted where it is stored, but not as the contact’s, unless that was decided by the rules of now', () => {
    expect(wanted(stored)).toBe(true);
    expect(wanted(stored, { since: at(2) })).toBe(true);
    expect(wanted(stored, { since: at(1) })).toBe(false);
    expect(wanted(stored, { isFiled: true })).toBe(false);
  });

  test.each(['no-contact', 'excluded', 'automated'] as const)(
    'left out as %s is wanted unless that was decided by the rules of now',
    (reason) => {
      expect(wanted(skipped(reason))).toBe(true);
      expect(wanted(skipped(reason), { since: at(2) })).toBe(true);
      expect(wanted(skipped(reason), { since: at(1) })).toBe(false);
    },
  );

  test.each(['draft', 'chat', 'spam', 'trash', 'gone'] as const)(
    'seen as %s is wanted, since the search would not show it now',
    (reason) => expect(wanted(skipped(reason), { since: at(0) })).toBe(true),
  );

  test('is left to operations once it has failed for good, and tried while it has not', () => {
    expect(wanted(skipped('failed'))).toBe(false);
    expect(wanted({ state: 'struck', strikes: 1, error: 'unreadable', at: at(1) })).toBe(true);
  });
});

describe('the search', () => {
  const emails = ['a@example.com', 'b@example.com'].map(EmailAddress);

  test('asks for each address wherever it may stand', () => {
    expect(historyQueries(emails, null)).toEqual([
      '{from:a@example.com to:a@example.com cc:a@example.com bcc:a@example.com from:b@example.com to:b@example.com cc:b@example.com bcc:b@example.com} -in:drafts -in:chats',
    ]);
  });

  test('ends with the second that is asked for', () => {
    expect(historyQueries(emails.slice(1), new Date(1_700_000_000_999))).toEqual([
      expect.stringMatching(/ before:1700000001$/),
    ]);
  });

  test('is cut where the addresses are many', () => {
    const many = Array.from({ length: 45 }, (_, index) => EmailAddress(`a${index}@example.com`));
    const queries = historyQueries(many, null);
    expect(queries).toHaveLength(3);
    for (const email of many)
      expect(queries.filter((query) => query.includes(`from:${email} `))).toHaveLength(1);
    expect(historyQueries([], null)).toEqual([]);
  });
});
