import { describe, expect, test } from '@jest/globals';
import {
  hasOthers,
  isForEverybody,
  replyPeople,
} from '../../../web/src/screens/inbox/composer/people/replyPeople.ts';

const person = (address: string, name = '') => ({ name, address });
const [ann, bob, cy, me, alias] = [
  person('ann@example.com', 'Ann'),
  person('bob@example.org'),
  person('cy@example.net'),
  person('olivia@firm.example'),
  person('sales@firm.example'),
];
const own = new Set([me.address, alias.address]);

const mail = (
  direction: 'inbound' | 'outbound',
  headers: Partial<Record<'from' | 'to' | 'cc' | 'replyTo', (typeof ann)[]>>,
) => ({
  direction,
  headers: { from: [], to: [], cc: [], replyTo: [], ...headers },
});

describe('an answer', () => {
  test('goes to who wrote the mail', () => {
    const inbound = mail('inbound', { from: [ann], to: [me, bob], cc: [cy] });
    expect(replyPeople(inbound, { everybody: false, own })).toEqual({ to: [ann], cc: [] });
  });

  test('goes to where they want it', () => {
    const inbound = mail('inbound', { from: [ann], replyTo: [bob], to: [me] });
    expect(replyPeople(inbound, { everybody: false, own }).to).toEqual([bob]);
  });

  test('to a mail of our own goes to whom that went', () => {
    const outbound = mail('outbound', { from: [me], to: [ann, bob], cc: [cy] });
    expect(replyPeople(outbound, { everybody: false, own })).toEqual({ to: [ann, bob], cc: [] });
    expect(replyPeople(outbound, { everybody: true, own })).toEqual({ to: [ann, bob], cc: [cy] });
  });

  test('to a mail to ourselves goes to ourselves', () => {
    const note = mail('inbound', { from: [me], to: [me] });
    expect(replyPeople(note, { everybody: false, own }).to).toEqual([me]);
  });

  test('leaves out what is no address', () => {
    const inbound = mail('inbound', { from: [person('undisclosed-recipients:;'), ann], to: [me] });
    expect(replyPeople(inbound, { everybody: false, own }).to).toEqual([ann]);
  });
});

describe('an answer to everybody', () => {
  const inbound = mail('inbound', {
    from: [ann],
    to: [me, bob, person('SALES@firm.example')],
    cc: [cy, bob, ann, alias],
  });

  test('goes to each of them once, and not to us under any of our addresses', () => {
    expect(replyPeople(inbound, { everybody: true, own })).toEqual({ to: [ann, bob], cc: [cy] });
  });

  test('is offered only where it reaches somebody else', () => {
    expect(hasOthers(inbound, own)).toBe(true);
    expect(hasOthers(mail('inbound', { from: [ann], to: [me, alias], cc: [ann] }), own)).toBe(false);
  });

  test('is one wherever they stand in it', () => {
    const none = { to: [], cc: [], bcc: [] };
    expect(isForEverybody({ ...none, to: [ann, bob, cy] }, inbound, own)).toBe(true);
    expect(isForEverybody({ ...none, to: [ann], bcc: [bob, cy] }, inbound, own)).toBe(true);
    expect(isForEverybody({ ...none, to: [ann, bob] }, inbound, own)).toBe(false);
  });
});
