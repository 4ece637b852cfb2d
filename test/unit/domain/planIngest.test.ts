import { describe, expect, test } from '@jest/globals';
import type { NetEffect } from '../../../shared/domain/foldHistory.ts';
import { GmailMessageId, GmailThreadId, MessageId } from '../../../shared/domain/ids.ts';
import type { LedgerEntry, SkipReason } from '../../../shared/domain/ledger.ts';
import { planIngest } from '../../../shared/domain/planIngest.ts';

const id = GmailMessageId('a');
const at = new Date('2026-11-22T10:00:00Z');
const effect = (overrides: Partial<NetEffect>): NetEffect => ({
  id,
  threadId: GmailThreadId('t'),
  effect: 'added',
  labels: undefined,
  labelsAdded: [],
  labelsRemoved: [],
  ...overrides,
});
const stored: LedgerEntry = { state: 'stored', messageIds: [MessageId('m')], receivedAt: at, at };
const skipped = (reason: SkipReason): LedgerEntry => ({ state: 'skipped', reason, at });
const plan = (given: Partial<NetEffect>, entry?: LedgerEntry) =>
  planIngest([effect(given)], new Map(entry ? [[id, entry]] : []));
const nothing = { fetch: [], skipped: [], changed: [], asked: new Set() };
const fetched = { ...nothing, fetch: [{ id, threadId: 't' }] };

describe('a new message', () => {
  test('is fetched', () => expect(plan({ labels: ['INBOX'] })).toEqual(fetched));
  test('is fetched when Gmail left its labels out', () => expect(plan({})).toEqual(fetched));

  test.each(['draft', 'chat', 'spam', 'trash'] as const)(
    'that is a %s is skipped without a fetch',
    (reason) => {
      expect(plan({ labels: ['INBOX', reason.toUpperCase()] })).toMatchObject({
        fetch: [],
        skipped: [{ reason }],
      });
    },
  );

  test('that was deleted again leaves no trace', () => expect(plan({ effect: 'deleted' })).toEqual(nothing));
  test('that the ledger has is not fetched again', () => {
    expect(plan({}, stored)).toEqual(nothing);
    expect(plan({ labels: ['INBOX'] }, skipped('no-contact'))).toEqual(nothing);
  });
});

describe('a stored message', () => {
  test('that is relabelled needs no fetch', () => {
    expect(plan({ effect: 'relabelled', labelsRemoved: ['UNREAD'] }, stored)).toMatchObject({
      fetch: [],
      changed: [{ messageIds: ['m'] }],
    });
  });
  test('that is deleted is changed, not forgotten', () => {
    expect(plan({ effect: 'deleted' }, stored)).toMatchObject({
      changed: [{ effect: { effect: 'deleted' } }],
    });
  });
});

describe('a message that was skipped for its labels', () => {
  test('is fetched when the draft is sent', () => {
    expect(
      plan({ effect: 'relabelled', labelsAdded: ['SENT'], labelsRemoved: ['DRAFT'] }, skipped('draft')),
    ).toEqual(fetched);
  });
  test('is fetched when it leaves spam, also if it was never listed before', () => {
    const leaves = { effect: 'relabelled', labelsRemoved: ['SPAM'], labelsAdded: ['INBOX'] } as const;
    expect(plan(leaves, skipped('spam'))).toEqual(fetched);
    expect(plan(leaves)).toEqual(fetched);
  });
  test('is left alone when only other labels change', () => {
    expect(plan({ effect: 'relabelled', labelsAdded: ['STARRED'] }, skipped('spam'))).toEqual(nothing);
  });
  test('is told anew when the reason changes', () => {
    expect(
      plan({ effect: 'relabelled', labelsAdded: ['TRASH'], labelsRemoved: ['SPAM'] }, skipped('spam')),
    ).toMatchObject({ skipped: [{ reason: 'trash' }] });
  });
});

describe('a message that was taken for gone', () => {
  test('is fetched when history has news of it: it had only not been visible yet', () => {
    expect(plan({ effect: 'relabelled', labelsAdded: ['STARRED'] }, skipped('gone'))).toEqual(fetched);
  });
  test('is left alone when it is listed again, or deleted', () => {
    expect(plan({ labels: ['INBOX'] }, skipped('gone'))).toEqual(nothing);
    expect(plan({ effect: 'deleted' }, skipped('gone'))).toEqual(nothing);
  });
});

test.each(['no-contact', 'failed'] as const)(
  'a message skipped as %s is not fetched for its labels',
  (reason) => {
    expect(plan({ effect: 'relabelled', labelsRemoved: ['SPAM'] }, skipped(reason))).toEqual(nothing);
  },
);

test('a message that goes from spam to trash unseen is skipped for the trash', () => {
  const moved = { effect: 'relabelled', labelsRemoved: ['SPAM'], labelsAdded: ['TRASH'] } as const;
  expect(plan(moved)).toMatchObject({ fetch: [], skipped: [{ reason: 'trash' }] });
});

test('a change to a stored message that changes nothing is not written', () => {
  expect(plan({ effect: 'relabelled' }, stored)).toEqual(nothing);
});

test('an old message that was never synced is not fetched for a change of its labels', () => {
  expect(plan({ effect: 'relabelled', labelsRemoved: ['UNREAD'] })).toEqual(nothing);
});

describe('a message that a search shows', () => {
  test('is fetched as new mail, and as old mail only where it was hidden or gone before', () => {
    expect(plan({ effect: 'listed' })).toEqual(fetched);
    expect(plan({ effect: 'seen' })).toEqual(nothing);
    for (const reason of ['draft', 'chat', 'spam', 'trash', 'gone'] as const) {
      expect(plan({ effect: 'listed' }, skipped(reason))).toEqual(fetched);
      expect(plan({ effect: 'seen' }, skipped(reason))).toEqual(fetched);
    }
  });
  test.each(['listed', 'seen'] as const)('%s: is left alone where the ledger has the last word', (how) => {
    expect(plan({ effect: how }, stored)).toEqual(nothing);
    expect(plan({ effect: how }, skipped('no-contact'))).toEqual(nothing);
    expect(plan({ effect: how }, skipped('failed'))).toEqual(nothing);
  });
});

describe('a message of a time that operations have looked at again', () => {
  const later = new Date(at.getTime() + 1);
  const relisted = (anew: { before: Date; leftOut: boolean }, entry?: LedgerEntry) =>
    plan({ effect: 'listed', anew }, entry);

  test('is fetched once more where it failed, and as the news that it was', () => {
    expect(relisted({ before: later, leftOut: false }, skipped('failed'))).toEqual(fetched);
    expect(relisted({ before: later, leftOut: false })).toEqual(fetched);
  });

  test.each(['no-contact', 'excluded', 'automated'] as const)(
    'is fetched once more where it is skipped as %s only if that is asked for, and then is no news',
    (reason) => {
      expect(relisted({ before: later, leftOut: false }, skipped(reason))).toEqual(nothing);
      expect(relisted({ before: later, leftOut: true }, skipped(reason))).toEqual({
        ...fetched,
        asked: new Set([id]),
      });
    },
  );

  test('is left alone where it was decided since, or is stored', () => {
    expect(relisted({ before: at, leftOut: true }, skipped('failed'))).toEqual(nothing);
    expect(relisted({ before: at, leftOut: true }, skipped('no-contact'))).toEqual(nothing);
    expect(relisted({ before: later, leftOut: true }, stored)).toEqual(nothing);
  });
});
