import { describe, expect, test } from '@jest/globals';
import { senderProblem } from '../../../web/src/screens/inbox/composer/mailOf.ts';
import {
  ownAddresses,
  senderFor,
  senderOf,
  sendersOf,
  whyNone,
} from '../../../web/src/screens/inbox/composer/people/senders.ts';

type Status = Parameters<typeof sendersOf>[0][number]['status'];

const mailbox = (name: string, status: Status = 'live', aliases: string[] = []) => ({
  mailboxId: `mailbox-${name}`,
  emailAddress: `${name}@firm.example`,
  aliases,
  status,
});
const person = (address: string) => ({ name: '', address });
const copyOf = (name: string, deletedAt: Date | null = null) => ({
  [`mailbox-${name}`]: { gmailId: '1', threadId: '1', differs: false, deletedAt },
});
const mail = (to: string[], copies = {}) => ({
  direction: 'inbound' as const,
  copies,
  headers: { from: [person('ann@example.com')], to: to.map(person), cc: [], bcc: [] },
});

const two = [mailbox('olivia', 'live', ['Sales@firm.example']), mailbox('office')];

describe('whom a mail may come from', () => {
  test('is each address of the mailboxes that can send', () => {
    const mailboxes = [...two, mailbox('old', 'disconnected'), mailbox('lost', 'reauthRequired')];
    expect(sendersOf(mailboxes).map(({ address }) => address)).toEqual([
      'olivia@firm.example',
      'sales@firm.example',
      'office@firm.example',
    ]);
    expect(ownAddresses(mailboxes)).toContain('lost@firm.example');
  });

  test.each([
    [[], 'missing'],
    [[mailbox('a', 'disconnected')], 'missing'],
    [[mailbox('a', 'connecting')], 'connecting'],
    [[mailbox('a', 'connecting'), mailbox('b', 'reauthRequired')], 'ended'],
  ] as const)('is nobody, and why', (mailboxes, why) => {
    expect(sendersOf(mailboxes)).toEqual([]);
    expect(whyNone(mailboxes)).toBe(why);
  });
});

describe('an answer comes from', () => {
  const senders = sendersOf(two);
  const from = (answered: Parameters<typeof senderFor>[1]) => senderFor(senders, answered)?.address;

  test('the alias that the mail was sent to', () => {
    expect(from(mail(['SALES@firm.example'], copyOf('olivia')))).toBe('sales@firm.example');
  });

  test('a mailbox that has the mail, before one that is named in it', () => {
    expect(from(mail(['olivia@firm.example'], copyOf('office')))).toBe('office@firm.example');
  });

  test('one that is named in it, where only colleagues have it or its copy is deleted', () => {
    expect(from(mail(['office@firm.example'], copyOf('colleague')))).toBe('office@firm.example');
    expect(from(mail(['olivia@firm.example'], copyOf('office', new Date())))).toBe('olivia@firm.example');
  });

  test('the address that the agent wrote as before', () => {
    const own = { ...mail(['ann@example.com'], copyOf('olivia')), direction: 'outbound' as const };
    expect(from({ ...own, headers: { ...own.headers, from: [person('sales@firm.example')] } })).toBe(
      'sales@firm.example',
    );
  });

  test('the first one, where nothing says otherwise', () => {
    expect(from(mail(['someone@example.com']))).toBe('olivia@firm.example');
    expect(from(null)).toBe('olivia@firm.example');
    expect(senderFor([], mail([]))).toBeUndefined();
  });
});

describe('a draft comes from', () => {
  const senders = sendersOf(two);
  const sales = { mailboxId: 'mailbox-olivia', address: 'sales@firm.example' };

  test('whom it names', () => {
    expect(senderOf(senders, sales)).toEqual(sales);
  });

  test('the same address in another mailbox, where the first one can no longer send', () => {
    const moved = [{ mailboxId: 'mailbox-office', address: 'sales@firm.example' }];
    expect(senderOf(moved, sales)).toEqual(moved[0]);
  });

  test('the first one, where it names none', () => {
    expect(senderOf(senders, null)).toEqual(senders[0]);
    expect(senderOf([], null)).toBeUndefined();
  });

  test('nobody, where whom it names cannot send any longer', () => {
    const left = sendersOf([mailbox('olivia'), mailbox('office')]);
    expect(senderOf(left, sales)).toBeUndefined();
    expect(senderProblem(sales, left)).toEqual({
      field: 'sender',
      words: 'sales@firm.example cannot send at the moment. Choose another address.',
    });
  });

  test('nobody, where no mailbox is connected, and there is none to choose', () => {
    expect(senderOf([], sales)).toBeUndefined();
    expect(senderProblem(sales, []).words).toBe('Connect your Gmail account first.');
  });
});
