import { describe, expect, test } from '@jest/globals';
import {
  ContactId,
  ConversationId,
  EmailAddress,
  LocationId,
  MailboxId,
  MessageId,
} from '../../../shared/domain/ids.ts';

const conversation = (location: string, contact: string) =>
  ConversationId.of(LocationId(location), ContactId(contact));
const message = (location: string, fingerprint: string, ordinal: number) =>
  MessageId.of(LocationId(location), fingerprint, ordinal);

describe('a derived id', () => {
  test('is the same whenever it is derived', () => {
    expect(conversation('a', 'b')).toBe(conversation('a', 'b'));
    expect(message('a', 'f', 1)).toBe(message('a', 'f', 1));
  });

  test.each([
    ['a conversation’s parts in a row', conversation('ab', 'c'), conversation('a', 'bc')],
    ['an empty part', conversation('', 'ab'), conversation('ab', '')],
    ['parts with the separators of the derivation', conversation('a","b', 'c'), conversation('a', 'b","c')],
    ['the parts of each other', conversation('a', 'b'), conversation('b', 'a')],
    ['the ordinal in the fingerprint', message('a', 'f1', 2), message('a', 'f', 12)],
    ['the ordinal', message('a', 'f', 0), message('a', 'f', 1)],
    ['the location', message('a', 'f', 0), message('b', 'f', 0)],
  ])('tells apart what differs only by %s', (_, one, another) => {
    expect(one).not.toBe(another);
  });

  test('can name a Firestore document whatever it is derived from', () => {
    expect(conversation('a/b', '../c')).toMatch(/^[\w-]{27}$/);
    expect(message('..', '__f__', 0)).toMatch(/^[\w-]{27}$/);
    expect(MailboxId.of('')).toMatch(/^[\w-]{27}$/);
  });

  test('of a mailbox ignores case and the space around the address, and nothing else', () => {
    expect(MailboxId.of(' Ann@Example.COM\n')).toBe(MailboxId.of('ann@example.com'));
    expect(MailboxId.of('a.nn@example.com')).not.toBe(MailboxId.of('ann@example.com'));
  });
});

test('an email address is lower case, without space around it', () => {
  expect(EmailAddress(' Ann.Archer@Example.com ')).toBe('ann.archer@example.com');
});
