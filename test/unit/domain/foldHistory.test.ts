import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldHistory, labelsAfter } from '../../../shared/domain/foldHistory.ts';
import type { HistoryChange, HistoryRecord, MessageRef } from '../../../shared/domain/gmail.ts';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import { GmailMessageId, GmailThreadId } from '../../../shared/domain/ids.ts';

const ref = (id: string, labelIds?: string[]): MessageRef => ({
  id: GmailMessageId(id),
  threadId: GmailThreadId(`thread-${id}`),
  ...(labelIds && { labelIds }),
});
const record = (id: number, ...changes: HistoryChange[]): HistoryRecord => ({
  id: HistoryId.of(id),
  changes,
});
const added = (id: string, labels?: string[]): HistoryChange => ({
  type: 'messageAdded',
  message: ref(id, labels),
});
const deleted = (id: string): HistoryChange => ({ type: 'messageDeleted', message: ref(id) });
const labelled = (id: string, ...labelIds: string[]): HistoryChange => ({
  type: 'labelsAdded',
  message: ref(id),
  labelIds,
});
const unlabelled = (id: string, ...labelIds: string[]): HistoryChange => ({
  type: 'labelsRemoved',
  message: ref(id),
  labelIds,
});
const effectOf = (...records: HistoryRecord[]) => foldHistory(records)[0];

describe('folding history', () => {
  test('an added message with its labels is one arrival', () => {
    expect(effectOf(record(1, added('a', ['INBOX'])))).toMatchObject({ effect: 'added', labels: ['INBOX'] });
  });

  test('labels changed after the arrival are part of it', () => {
    expect(
      effectOf(
        record(1, added('a', ['INBOX', 'UNREAD'])),
        record(2, unlabelled('a', 'UNREAD'), labelled('a', 'STARRED')),
      ),
    ).toMatchObject({ effect: 'added', labels: ['INBOX', 'STARRED'] });
  });

  test('what Gmail says the labels are now wins over what the changes add up to', () => {
    expect(
      effectOf(record(1, { type: 'labelsAdded', message: ref('a', ['SENT']), labelIds: ['X'] })),
    ).toMatchObject({ effect: 'relabelled', labels: ['SENT'] });
  });

  test('a deleted message stays deleted, whatever a later record says', () => {
    expect(
      effectOf(record(1, added('a')), record(2, deleted('a')), record(3, labelled('a', 'INBOX'))),
    ).toMatchObject({
      effect: 'deleted',
      labelsAdded: [],
    });
  });

  test('records listed out of order are folded in the order of their ids', () => {
    expect(effectOf(record(20, unlabelled('a', 'UNREAD')), record(3, labelled('a', 'UNREAD')))).toMatchObject(
      {
        labelsAdded: [],
        labelsRemoved: ['UNREAD'],
      },
    );
  });

  test('a record that is listed twice counts once', () => {
    const records = [record(1, added('a', ['INBOX'])), record(2, labelled('a', 'STARRED'))];
    expect(foldHistory([...records, ...records])).toEqual(foldHistory(records));
  });

  test('a message is the same whichever way its records are listed, and on how many pages', () => {
    const change = fc.constantFrom(
      added('a', ['INBOX', 'UNREAD']),
      added('b'),
      deleted('a'),
      labelled('a', 'STARRED'),
      unlabelled('a', 'STARRED', 'UNREAD'),
      labelled('b', 'TRASH'),
    );
    const inOrder = fc
      .array(change, { maxLength: 8 })
      .map((changes) => changes.map((each, index) => record(index + 1, each)));
    const listed = inOrder.chain((records) =>
      fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
    );
    fc.assert(
      fc.property(listed, ([records, shuffled]) => {
        expect(foldHistory(shuffled)).toEqual(foldHistory(records));
      }),
    );
  });

  test('messages do not mix', () => {
    expect(foldHistory([record(1, added('a'), added('b')), record(2, deleted('a'))])).toMatchObject([
      { id: 'b', effect: 'added' },
      { id: 'a', effect: 'deleted' },
    ]);
  });
});

test('labels after a relabelling are those before, less the removed, with the added', () => {
  const effect = effectOf(record(1, labelled('a', 'STARRED'), unlabelled('a', 'UNREAD')));
  expect(effect && labelsAfter(['INBOX', 'UNREAD'], effect)).toEqual(['INBOX', 'STARRED']);
});
