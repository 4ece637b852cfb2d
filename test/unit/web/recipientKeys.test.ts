import { describe, expect, test } from '@jest/globals';
import { recipientKey } from '../../../web/src/screens/inbox/composer/people/recipientKeys.ts';
import { suggestionsOf } from '../../../web/src/screens/inbox/composer/people/suggestions.ts';

const press = (key: string, changes: Partial<Parameters<typeof recipientKey>[0]> = {}) => ({
  key,
  isCombined: false,
  isAtStart: false,
  ...changes,
});
const closed = { typed: 'ann', isOpen: false, at: -1, count: 0 };
const open = { typed: 'ann', isOpen: true, at: -1, count: 3 };

describe('in a field of people', () => {
  test('arrows go round what is found, and open it again', () => {
    const downFrom = (at: number) => recipientKey(press('ArrowDown'), { ...open, at });
    const upFrom = (at: number) => recipientKey(press('ArrowUp'), { ...open, at });
    expect([-1, 0, 2].map(downFrom)).toEqual([0, 1, 0].map((to) => ({ does: 'move', to })));
    expect([-1, 0, 2].map(upFrom)).toEqual([2, 2, 1].map((to) => ({ does: 'move', to })));
    expect(recipientKey(press('ArrowDown'), closed)).toEqual({ does: 'open' });
  });

  test('Enter takes what is typed or chosen, Tab what is chosen, and Escape closes what is found', () => {
    expect(recipientKey(press('Enter'), closed)).toEqual({ does: 'take' });
    expect(recipientKey(press('Tab'), open)).toBeUndefined();
    expect(recipientKey(press('Tab'), { ...open, at: 1 })).toEqual({ does: 'takeAndLeave' });
    expect(recipientKey(press('Escape'), open)).toEqual({ does: 'close' });
    expect(recipientKey(press('Escape'), closed)).toBeUndefined();
  });

  test('a comma ends an address, and is a part of a name', () => {
    expect(recipientKey(press(','), { ...closed, typed: 'Archer' })).toBeUndefined();
    expect(recipientKey(press(';'), { ...closed, typed: 'ann@example.com' })).toEqual({ does: 'take' });
  });

  test('Backspace at its beginning leads to the people before', () => {
    expect(recipientKey(press('Backspace', { isAtStart: true }), closed)).toEqual({ does: 'toPeople' });
    expect(recipientKey(press('Backspace'), closed)).toBeUndefined();
  });

  test('a letter that is still being put together is the browser’s', () => {
    expect(recipientKey(press('Enter', { isCombined: true }), closed)).toBeUndefined();
  });
});

describe('what is suggested', () => {
  const contacts = [
    { contactId: '1', name: 'Ann Archer', emails: ['ann@example.com', 'ANN@example.org'] },
    { contactId: '2', name: '', emails: ['bob@example.com', 'not an address'] },
  ];

  test('is each address of those who are found, and of none who get the mail already', () => {
    const taken = [{ name: '', address: 'ann@example.com' }];
    expect(suggestionsOf(contacts, taken)).toMatchObject([
      { name: 'Ann Archer', title: 'Ann Archer', address: 'ann@example.org' },
      { name: '', title: 'bob@example.com', address: 'bob@example.com' },
    ]);
  });

  test('is one of each address, and no more than fit', () => {
    const both = [...contacts, { contactId: '3', name: 'Ann again', emails: ['ann@example.com'] }];
    expect(suggestionsOf(both, []).map(({ address }) => address)).toEqual([
      'ann@example.com',
      'ann@example.org',
      'bob@example.com',
    ]);
    const many = Array.from({ length: 20 }, (_, index) => ({
      contactId: String(index),
      name: 'x',
      emails: [`x${index}@example.com`],
    }));
    expect(suggestionsOf(many, [])).toHaveLength(8);
  });
});
