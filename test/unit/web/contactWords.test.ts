import { describe, expect, test } from '@jest/globals';
import { contactProblems } from '../../../web/src/screens/contacts/contactProblems.ts';
import { addAddress, contactsAddress, readView } from '../../../web/src/screens/contacts/contactsAddress.ts';
import { olderMailWords } from '../../../web/src/words/historyWords.ts';

const refused = (fields: unknown) => ({
  code: 'invalid-argument',
  message: 'All of it.',
  details: { fields },
});

describe('what is wrong with a contact', () => {
  test('is told at the address that is meant, whatever rows are empty', () => {
    const fields = [{ field: 'emails.1', message: 'is not an email address such as ann@example.com' }];
    const problems = contactProblems(refused(fields), [0, 3]);
    expect([...problems.emails]).toEqual([[3, 'This is not an email address such as ann@example.com.']]);
    expect(problems.other).toBeUndefined();
  });

  test('is told at the name', () => {
    expect(contactProblems(refused([{ field: 'name', message: 'is empty' }]), []).name).toBe(
      'The name is empty.',
    );
  });

  test('of all addresses together is told at the last one', () => {
    const problems = contactProblems(refused([{ field: 'emails', message: 'are more than 20' }]), [0, 1]);
    expect([...problems.emails]).toEqual([[1, 'These are more than 20.']]);
  });

  test('is the server’s sentence where no field is meant', () => {
    for (const fields of [
      undefined,
      'name',
      [null, { field: 1, message: 2 }],
      [{ field: 'x', message: 'y' }],
    ])
      expect(contactProblems(refused(fields), [0])).toMatchObject({ other: 'All of it.' });
  });

  test('is who has the address already', () => {
    const taken = { email: 'ann@example.com', contactId: 'c1' };
    const failure = { code: 'already-exists', message: 'Another contact has it.', details: taken };
    expect(contactProblems(failure, [0])).toMatchObject({ taken });
  });
});

describe('the search for older mail', () => {
  const waiting = { state: 'waiting', done: 5, total: 20 } as const;
  const done = (stored: number, more = false) => ({ state: 'done', stored, oldest: null, more }) as const;
  const failed = { state: 'failed', reason: 'reauthRequired' } as const;

  test('tells where it looks, and what it has brought so far', () => {
    expect(olderMailWords({ status: 'running', mailboxes: { a: waiting, b: waiting } })).toMatchObject({
      words: 'Looking through 2 mailboxes for older mail…',
      isRunning: true,
      done: 10,
      total: 40,
    });
    expect(olderMailWords({ status: 'running', mailboxes: { a: waiting, b: done(37) } }).words).toBe(
      'Looking through 2 mailboxes for older mail… 37 older messages added so far.',
    );
  });

  test.each([
    [{ a: done(37) }, '37 older messages added.'],
    [{ a: done(1), b: done(0) }, '1 older message added.'],
    [{ a: done(0) }, 'No older mail was found.'],
    [{ a: done(100, true) }, '100 older messages added. There is more: look again to go on.'],
    [{}, 'No mailbox is connected that could be searched for older mail.'],
  ])('%j: %s', (mailboxes, words) => {
    expect(olderMailWords({ status: 'done', mailboxes }).words).toBe(words);
  });

  test('tells of mailboxes that could not be searched', () => {
    const { problem } = olderMailWords({ status: 'done', mailboxes: { a: done(1), b: failed } });
    expect(problem).toContain('1 of 2 mailboxes could not be searched.');
  });
});

describe('the address of the contacts', () => {
  test('keeps the location and the contact', () => {
    expect(contactsAddress(null)).toBe('/contacts');
    expect(contactsAddress('l 1', 'a/b')).toBe('/contacts/a%2Fb?location=l+1');
    expect(addAddress('l1')).toBe('/contacts?add=&location=l1');
  });

  test('tells what is known of a contact to add', () => {
    expect(readView({ add: '', email: 'ann@example.com' })).toEqual({
      locationId: null,
      adding: { name: '', email: 'ann@example.com' },
    });
    expect(readView({ location: 'l1' })).toEqual({ locationId: 'l1', adding: null });
  });
});
