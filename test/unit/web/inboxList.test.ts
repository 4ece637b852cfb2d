import { describe, expect, test } from '@jest/globals';
import type { Conversation } from '../../../web/src/model/conversation.ts';
import { foundInWords } from '../../../web/src/screens/inbox/list/foundInWords.ts';
import { keepRow } from '../../../web/src/screens/inbox/list/keepRow.ts';
import { shownLocations } from '../../../web/src/screens/inbox/list/shownLocations.ts';
import { inboxAddress, readFilters } from '../../../web/src/words/inboxAddress.ts';

const row = (conversationId: string, at: number): Conversation => ({
  conversationId,
  locationId: 'location',
  contactId: `contact of ${conversationId}`,
  messageCount: 1,
  unreadCount: 1,
  lastMessage: { messageId: 'last', direction: 'inbound', subject: '', snippet: '', sentAt: new Date(at) },
});

const idsOf = (rows: readonly Conversation[]) => rows.map(({ conversationId }) => conversationId);

describe('the address of the inbox', () => {
  test('has what is listed, and is read as it was written', () => {
    const filters = { unread: true, locationId: 'a b' };
    expect(inboxAddress(filters)).toBe('/inbox?unread=1&location=a+b');
    expect(inboxAddress(filters, 'one/two')).toBe('/inbox/one%2Ftwo?unread=1&location=a+b');
    expect(readFilters({ unread: '1', location: 'a b' })).toEqual(filters);
  });

  test('is bare where everything is listed', () => {
    expect(inboxAddress(readFilters({}))).toBe('/inbox');
    expect(inboxAddress(readFilters({ unread: '0', location: '' }), 'one')).toBe('/inbox/one');
  });
});

describe('the locations whose conversations are listed', () => {
  const many = Array.from({ length: 31 }, (_, index) => `location-${index}`);

  test('are all of the agent, or the one that is chosen', () => {
    expect(shownLocations({ locationId: null }, ['a', 'b'])).toEqual(['a', 'b']);
    expect(shownLocations({ locationId: 'b' }, ['a', 'b'])).toEqual(['b']);
  });

  test('are never one that is not the agent’s, whatever the address says', () => {
    expect(shownLocations({ locationId: 'foreign' }, ['a', 'b'])).toEqual(['a', 'b']);
  });

  test('are one at a time where a query cannot name all of them', () => {
    expect(shownLocations({ locationId: null }, many)).toEqual(['location-0']);
    expect(shownLocations({ locationId: 'location-30' }, many)).toEqual(['location-30']);
    expect(shownLocations({ locationId: null }, many.slice(1))).toHaveLength(30);
  });
});

describe('a conversation that is open while only unread ones are listed', () => {
  const rows = [row('new', 30), row('old', 10)];

  test('stays at its place once it is read', () => {
    expect(idsOf(keepRow(rows, row('read', 20)))).toEqual(['new', 'read', 'old']);
    expect(idsOf(keepRow(rows, row('oldest', 1)))).toEqual(['new', 'old', 'oldest']);
    expect(idsOf(keepRow([], row('only', 1)))).toEqual(['only']);
  });

  test('is there once when it becomes unread again', () => {
    expect(keepRow(rows, row('old', 40))).toBe(rows);
  });
});

describe('what came of a search', () => {
  const found = (count: number, isCut = false) => ({
    state: 'ready' as const,
    value: {
      found: Array.from({ length: count }, (_, index) => ({
        contact: { contactId: `${index}`, locationId: 'a', name: 'Ann', emails: [], ghlContactId: null },
        conversation: null,
      })),
      isCut,
    },
  });

  test.each([
    [0, 'No contact found'],
    [1, '1 contact found'],
    [5, '5 contacts found'],
  ])('is told: of %i', (count, told) => {
    expect(foundInWords(found(count))).toBe(told);
  });

  test('never says that there is nobody where not all were looked at', () => {
    expect(foundInWords(found(0, true))).toBe('There may be more: type more of the name or address');
  });

  test('asks for more where there may be more, and says nothing while it is under way', () => {
    expect(foundInWords(found(50, true))).toMatch(/^50 contacts found, and there may be more/);
    expect(foundInWords({ state: 'loading' })).toBe('');
  });
});
