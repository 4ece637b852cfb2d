import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Account } from '../../support/gmail/account.ts';
import { GmailSimulator } from '../../support/gmail/gmailSimulator.ts';
import { restClient } from '../../support/gmail/restClient.ts';
import { parseSearch, type Query } from '../../support/gmail/searchSyntax.ts';

const term = (text: string): Query => {
  const [operator = '', value = ''] = text.includes(':') ? text.split(':') : ['', text];
  return { type: 'term', operator, value };
};
const and = (...of: Query[]): Query => ({ type: 'and', of });
const or = (...of: Query[]): Query => ({ type: 'or', of });
const not = (of: Query): Query => ({ type: 'not', of });

describe('the syntax', () => {
  test.each([
    ['from:a@x.org', term('from:a@x.org')],
    ['from:a OR to:a', or(term('from:a'), term('to:a'))],
    ['{from:a to:a}', or(term('from:a'), term('to:a'))],
    ['from:{a b}', or(term('from:a'), term('from:b'))],
    ['from:(a OR b)', or(term('from:a'), term('from:b'))],
    ['-in:drafts -in:chats', and(not(term('in:drafts')), not(term('in:chats')))],
    ['(from:a OR to:a) -in:drafts', and(or(term('from:a'), term('to:a')), not(term('in:drafts')))],
    ['x a OR b y', and(term('x'), or(term('a'), term('b')), term('y'))],
    ['-{a b}', not(or(term('a'), term('b')))],
    ['a AND b', and(term('a'), term('b'))],
    ['ORANGE ANDY', and(term('ORANGE'), term('ANDY'))],
    ['', and()],
  ])('%s', (text, query) => {
    expect(parseSearch(text)).toEqual(query);
  });

  test('a quoted phrase is one term and may hold what else would be syntax', () => {
    expect(parseSearch('subject:"a OR (b" c')).toEqual(and(term('subject:a OR (b'), term('c')));
  });

  test.each(['from:', ')', '"open', '((a', '}{', '-', 'a OR'])('the broken search %s ends', (text) => {
    expect(parseSearch(text)).toBeDefined();
  });
});

describe('the hits', () => {
  let simulator: GmailSimulator;
  let account: Account;
  let hits: (q: string) => Promise<(string | undefined)[]>;

  beforeAll(async () => {
    simulator = await GmailSimulator.start({ now: () => new Date('2026-03-10T00:00:00Z') });
    account = simulator.addAccount({ address: 'ann@example.com' });
    const rest = restClient(simulator, 'ann@example.com');
    const mail = (name: string, more: object) => {
      const common = { from: 'bob@x.org', to: 'ann@example.com', date: new Date('2026-03-01T00:00:00Z') };
      account.deliver({ ...common, subject: `Mail ${name}`, text: 'words', ...more });
    };
    mail('from', { from: '"Bob Smith" <BOB@x.org>', date: new Date('2026-01-01T07:59:59Z') });
    mail('to', { from: 'ann@example.com', to: ['Zoë <bob@X.org>', 'eve@y.org'], labelIds: ['SENT'] });
    mail('cc', { from: 'eve@y.org', cc: 'bob@x.org', labelIds: ['INBOX'] });
    mail('bcc', { from: 'ann@example.com', to: 'eve@y.org', bcc: 'bob@x.org', labelIds: ['SENT'] });
    mail('file', { from: 'eve@y.org', attachments: [{ filename: 'offer.pdf', content: 'x' }] });
    mail('text', { from: 'eve@y.org', text: 'A very special offer', messageId: 'Some.Id@y.org' });
    account.saveDraft({ from: 'ann@example.com', to: 'bob@x.org', subject: 'Mail draft' });
    hits = async (q) => {
      const found = await rest.search(q);
      const named = new Map(account.messages().map(({ id, subject }) => [id, subject.split(' ')[1]]));
      return found.messages.map(({ id }) => named.get(id)).sort();
    };
  });
  afterAll(() => simulator.close());

  test.each([
    ['from:bob@x.org', ['from']],
    ['from:bob', ['from']],
    ['from:smith', ['from']],
    ['from:y.org', ['cc', 'file', 'text']],
    ['to:bob@x.org', ['draft', 'to']],
    ['to:bob@x.org -in:drafts', ['to']],
    ['cc:bob@x.org', ['cc']],
    ['bcc:BOB@x.org', ['bcc']],
    [
      '{from:bob@x.org to:bob@x.org cc:bob@x.org bcc:bob@x.org} -in:drafts -in:chats',
      ['bcc', 'cc', 'from', 'to'],
    ],
    ['from:ann@example.com to:eve@y.org', ['bcc', 'to']],
    ['subject:"mail cc"', ['cc']],
    ['has:attachment', ['file']],
    ['filename:offer.pdf', ['file']],
    ['"special offer"', ['text']],
    ['rfc822msgid:<some.id@y.org>', ['text']],
    ['in:sent', ['bcc', 'to']],
    ['is:unread from:eve@y.org', ['file', 'text']],
    ['before:2026/01/01', ['from']],
    ['after:2026/01/01 in:inbox', ['cc', 'file', 'text']],
    [`before:${Date.parse('2026-01-01T07:59:59Z') / 1000}`, []],
    [`before:${Date.parse('2026-01-01T08:00:00Z') / 1000}`, ['from']],
    ['older_than:30d', ['from']],
  ])('%s finds %j', async (q, found) => {
    expect(await hits(q)).toEqual(found);
  });

  test('a time in seconds takes in its own second after and leaves it out before, by the arrival in milliseconds', async () => {
    const at = Date.parse('2026-02-01T00:00:00.000Z');
    for (const [name, ms] of Object.entries({ early: -1, sharp: 0, within: 999, next: 1_000 })) {
      account.deliver({ from: 'eve@y.org', subject: `Mail ${name}`, date: new Date(at + ms) });
    }
    const around = `after:${at / 1_000 - 9} before:${at / 1_000 + 9}`;
    expect(await hits(around)).toEqual(['early', 'next', 'sharp', 'within']);
    expect(await hits(`${around} after:${at / 1_000}`)).toEqual(['next', 'sharp', 'within']);
    expect(await hits(`${around} before:${at / 1_000}`)).toEqual(['early']);
    expect(await hits(`${around} before:${at / 1_000 + 1}`)).toEqual(['early', 'sharp', 'within']);
    expect(await hits(`${around} -after:${at / 1_000}`)).toEqual(['early']);
    account.searchTraps.afterIsExclusive = true;
    expect(await hits(`${around} after:${at / 1_000}`)).toEqual(['next']);
    account.searchTraps.afterIsExclusive = false;
  });

  test.each(['after:yesterday', 'newer_than:3w', 'before:', 'since:2026/01/01'])(
    'the time %s is refused, not taken for one without hits',
    async (q) => {
      const answer = await restClient(simulator, 'ann@example.com').call('GET', `messages?q=${q}`);
      expect(answer.status).toBe(500);
    },
  );

  test('an address is found in a mailbox of twenty thousand, page by page', async () => {
    const big = simulator.addAccount({ address: 'big@example.com' });
    const seeded = big.seed(20_000, (index) => ({
      from: `p${index % 50}@x.org`,
      to: 'big@example.com',
      date: new Date(1.7e12 + index),
    }));
    const rest = restClient(simulator, big.address);
    const found: string[] = [];
    let token = '';
    do {
      const page = await rest.list(`q=from:p7@x.org&maxResults=150&pageToken=${token}`);
      found.push(...page.messages.map(({ id }) => id));
      token = page.nextPageToken ?? '';
    } while (token !== '');
    expect(found).toEqual(seeded.flatMap(({ id }, index) => (index % 50 === 7 ? id : [])).toReversed());
    expect((await rest.history(big.historyId)).history).toBeUndefined();
  });

  test('a window of a label is found in a mailbox of twenty thousand that was loaded newest first', async () => {
    const large = simulator.addAccount({ address: 'large@example.com' });
    const seeded = large.seed(20_000, (index) => ({
      from: 'p@x.org',
      date: new Date(1.7e12 - index * 1_000),
      labelIds: index % 3 === 0 ? ['TRASH'] : ['INBOX'],
    }));
    const expected = seeded.filter((_, index) => index % 3 === 0 && index > 100 && index <= 5_000);
    const rest = restClient(simulator, large.address);
    const window = `q=after:${1.7e9 - 5_000}+before:${1.7e9 - 100}&labelIds=TRASH&includeSpamTrash=true`;
    const found: string[] = [];
    let token = '';
    do {
      const page = await rest.list(`${window}&maxResults=500&pageToken=${token}`);
      found.push(...page.messages.map(({ id }) => id));
      token = page.nextPageToken ?? '';
    } while (token !== '');
    expect(found).toEqual(expected.map(({ id }) => id));
  });
});
