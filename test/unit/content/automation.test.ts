import { describe, expect, test } from '@jest/globals';
import { readAutomation } from '../../../shared/domain/content/automation.ts';
import type { MessagePart } from '../../../shared/domain/gmail.ts';
import { file, gmailMessage, html, multipart, part, text } from '../../support/payload.ts';

type Headers = Parameters<typeof gmailMessage>[0];
const automationOf = (headers: Headers, payload?: MessagePart) =>
  readAutomation(gmailMessage(headers, payload).payload);

const ANN = 'Ann Archer <ann@client.com>';
const report = (type: string) =>
  multipart('report', text('Your message could not be delivered.'), part(`message/${type}`, 'Status: 5.1.1'));
const calendar = (method: string, type = 'text/calendar') =>
  multipart(
    'mixed',
    multipart('alternative', text('When: Friday'), html('<p>When: Friday</p>'), part(`${type}; ${method}`)),
    file('invite.ics', 'application/ics'),
  );

describe('a mail of a person', () => {
  const mails: readonly (readonly [string, Headers])[] = [
    ['from Gmail', { From: ANN, 'Return-Path': '<ann@client.com>', 'Message-ID': '<CAx@mail.gmail.com>' }],
    [
      'from Outlook that wants no automatic answer',
      { From: ANN, 'X-Auto-Response-Suppress': 'DR, OOF, AutoReply', 'X-MS-Has-Attach': '' },
    ],
    ['that says so', { From: ANN, 'Auto-Submitted': 'no' }],
    ['that says so at length', { From: ANN, 'Auto-Submitted': ' (really) NO; by="hand" ' }],
    [
      'written in a sales tool',
      {
        From: ANN,
        'List-Unsubscribe': '<https://tool.example/u/1>, <mailto:u@tool.example>',
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'Feedback-ID': '1:2:3:tool',
      },
    ],
    ['who is a postmaster', { From: 'Pat <postmaster@client.com>' }],
    [
      'who writes about a bounce',
      { From: ANN, Subject: 'Out of office: Undelivered Mail Returned to Sender' },
    ],
    ['whose name is a daemon’s', { From: '"mailer-daemon@mx.example.org" <ann@client.com>' }],
    ['with a usual precedence', { From: ANN, Precedence: 'first-class' }],
    [
      'with empty headers',
      { From: ANN, 'Auto-Submitted': '', 'List-Id': ' ', Precedence: '', 'X-Autoreply': '' },
    ],
    ['without any header', {}],
  ];
  test.each(mails)('%s is not automated', (_, headers) => {
    expect(automationOf(headers)).toBeNull();
  });
});

describe('a list’s mail', () => {
  const mails: readonly (readonly [string, Headers])[] = [
    [
      'a campaign of Mailchimp',
      {
        From: 'Client News <news@client.com>',
        'X-Mailer': 'Mailchimp Mailer - **CID0123456789**',
        'List-ID': '399fc0402f1b154b67965632emc list <399fc0402f1b154b67965632e.100761.list-id.mcsv.net>',
        'List-Unsubscribe': '<https://client.us1.list-manage.com/unsubscribe?u=3>',
      },
    ],
    [
      'a Google Group',
      {
        From: '"\'Ann Archer\' via Sales" <sales@agency.com>',
        Precedence: 'list',
        'Mailing-list': 'list sales@agency.com; contact sales+owners@agency.com',
        'List-ID': '<sales.agency.com>',
        'List-Post': '<https://groups.google.com/a/agency.com/group/sales/post>',
      },
    ],
    ['an announcement that nobody may answer', { From: ANN, 'List-Post': 'NO (posting not allowed)' }],
    [
      'a notification of GitHub',
      {
        From: 'Ann Archer <notifications@github.com>',
        Precedence: 'list',
        'List-ID': 'client/repo <repo.client.github.com>',
        'X-GitHub-Reason': 'mention',
        'X-Auto-Response-Suppress': 'All',
      },
    ],
    [
      'a notification of Jira',
      {
        From: '"Ann Archer (Jira)" <jira@client.com>',
        'Auto-Submitted': 'auto-generated',
        Precedence: 'bulk',
        'X-JIRA-FingerPrint': 'ba86a44d1de16baf461a884e98837e6f',
      },
    ],
    [
      'a newsletter of a WordPress plug-in',
      { From: ANN, 'List-Unsubscribe': '<https://client.com/unsubscribe/28/>', Precedence: 'BULK' },
    ],
    ['mail that calls itself junk', { From: ANN, precedence: 'junk' }],
  ];
  test.each(mails)('%s', (_, headers) => {
    expect(automationOf(headers)).toBe('list');
  });
});

describe('an automatic reply', () => {
  const mails: readonly (readonly [string, Headers, ReturnType<typeof readAutomation>])[] = [
    [
      'of Gmail',
      { From: ANN, 'Auto-Submitted': 'auto-replied', Precedence: 'bulk', 'X-Autoreply': 'yes' },
      'autoReply',
    ],
    [
      'of Exchange',
      {
        From: ANN,
        Subject: 'Automatic reply: The flat',
        'X-MS-Exchange-Inbox-Rules-Loop': 'ann@client.com',
        'auto-submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        'x-ms-exchange-generated-message-source': 'Mailbox Rules Agent',
      },
      'notice',
    ],
    ['that only its return path tells', { From: ANN, 'Return-Path': '<>' }, 'notice'],
    ['of cPanel', { From: ANN, 'X-Precedence': 'auto_reply', 'X-Autorespond': 'The flat' }, 'autoReply'],
    ['of an old program', { From: ANN, Precedence: 'auto_reply' }, 'autoReply'],
    ['of a vacation program', { From: ANN, 'Auto-Submitted': 'auto-replied (vacation)' }, 'autoReply'],
    ['of Sieve', { From: ANN, 'Auto-Submitted': 'Auto-Replied; owner-email="a@b"' }, 'autoReply'],
    ['that contradicts itself', { From: ANN, 'Auto-Submitted': ['no', 'auto-replied'] }, 'autoReply'],
  ];
  test.each(mails)('%s', (_, headers, automation) => {
    expect(automationOf(headers)).toBe(automation);
  });
});

describe('a notice', () => {
  test.each(['auto-generated', 'auto-notified; owner-email="a@b"', 'auto-failure', 'yes'])(
    'is what was submitted as %s',
    (submitted) => {
      expect(automationOf({ From: ANN, 'Auto-Submitted': submitted })).toBe('notice');
    },
  );
});

describe('a report', () => {
  const mails: readonly (readonly [string, Headers, MessagePart])[] = [
    [
      'of Gmail',
      {
        From: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
        'Auto-Submitted': 'auto-replied',
        'X-Failed-Recipients': 'ann@client.com',
        'Return-Path': '<>',
      },
      report('delivery-status'),
    ],
    [
      'of Postfix',
      {
        From: 'MAILER-DAEMON@mx.client.com (Mail Delivery System)',
        Subject: 'Undelivered Mail Returned to Sender',
        'Auto-Submitted': 'auto-replied',
      },
      report('delivery-status'),
    ],
    [
      'of Exim, which has no parts',
      {
        From: 'Mail Delivery System <Mailer-Daemon@mx.client.com>',
        'X-Failed-Recipients': 'ann@client.com',
        'Auto-Submitted': 'auto-replied',
      },
      text('Not delivered.'),
    ],
    ['of qmail, which has nothing else', { From: 'MAILER-DAEMON@client.com' }, text('Not delivered.')],
    [
      'of Exchange',
      {
        From: 'Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@client.com>',
        'X-MS-Exchange-Message-Is-Ndr': '',
      },
      report('delivery-status'),
    ],
    ['of a postmaster', { From: 'postmaster@client.com' }, report('delivery-status')],
    ['that a mail was read', { From: ANN }, report('disposition-notification')],
  ];
  test.each(mails)('%s', (_, headers, payload) => {
    expect(automationOf(headers, payload)).toBe('report');
  });

  test('is a report, also of an invitation that was not delivered', () => {
    const bounced = multipart('report', text('Not delivered.'), calendar('method=REQUEST'));
    expect(automationOf({ From: ANN }, bounced)).toBe('report');
  });
});

describe('a meeting', () => {
  const google = {
    From: ANN,
    Sender: 'Google Calendar <calendar-notification@google.com>',
    'Auto-Submitted': 'auto-generated',
    'Message-ID': '<calendar-ab875c5b-d8ff-4934-ad06-a82f2e2a891d@google.com>',
  };

  test.each([
    ['an invitation', 'charset="UTF-8"; method=REQUEST'],
    ['an answer', 'charset="UTF-8"; method="reply"'],
    ['a cancellation', 'METHOD=CANCEL'],
    ['a proposal', 'method=COUNTER; name=iTIP'],
  ])('%s by Google Calendar is the person’s', (_, parameters) => {
    expect(automationOf(google, calendar(parameters))).toBeNull();
  });

  test('an answer that a mailer gave for the person is the person’s', () => {
    const answer = { From: ANN, 'Auto-Submitted': 'auto-replied', 'Return-Path': '<>' };
    expect(automationOf(answer, part('text/calendar; method=REPLY'))).toBeNull();
  });

  test('a date that is only published makes nothing a person’s', () => {
    const campaign = { From: ANN, 'List-Id': '<news.client.com>' };
    expect(automationOf(campaign, calendar('method=PUBLISH'))).toBe('list');
    expect(automationOf(campaign, calendar('charset=utf-8'))).toBe('list');
  });

  test('the daily agenda is a notice', () => {
    const agenda = { ...google, From: 'Google Calendar <calendar-notification@google.com>' };
    expect(automationOf(agenda)).toBe('notice');
  });

  test('an invitation that somebody forwards as an attached mail is not one', () => {
    const attached = { ...part('message/rfc822'), parts: [calendar('method=REQUEST')] };
    expect(automationOf({ From: ANN, Precedence: 'bulk' }, multipart('mixed', text('See'), attached))).toBe(
      'list',
    );
  });
});

describe('whatever a stranger may send', () => {
  const MANY = 200_000;

  test.each([
    ['a header of brackets', { 'Auto-Submitted': '('.repeat(MANY) }],
    ['a header of comments', { 'Auto-Submitted': '(a)'.repeat(MANY) }],
    ['a header of blanks', { 'Return-Path': `<${' '.repeat(MANY)}`, Precedence: ' '.repeat(MANY) }],
    ['a header many times', { Precedence: Array.from({ length: 20_000 }, () => 'a'.repeat(20)) }],
    ['a sender of brackets', { From: '<'.repeat(MANY) }],
    ['a header with another in it', { Subject: 'x\r\nAuto-Submitted: auto-replied' }],
    ['a value that begins a new header', { 'X-Other': 'x', Precedence: 'a\r\nPrecedence: bulk' }],
  ])('%s is looked at for an instant', (_, headers) => {
    const before = performance.now();
    automationOf({ From: ANN, ...headers });
    expect(performance.now() - before).toBeLessThan(500);
  });

  test('a smuggled header is none', () => {
    expect(automationOf({ From: ANN, Precedence: 'a\r\nPrecedence: bulk' })).toBeNull();
    expect(automationOf({ From: ANN, Subject: 'x\r\nAuto-Submitted: auto-replied' })).toBeNull();
  });

  test('more parts than any mail has, and parts in parts without an end, come to one', () => {
    const wide = { ...multipart('mixed'), parts: Array.from({ length: MANY }, () => part('text/calendar')) };
    let deep = calendar('method=REQUEST');
    for (let level = 0; level < 5_000; level += 1) deep = multipart('mixed', deep);
    expect(readAutomation(wide)).toBeNull();
    expect(readAutomation(deep)).toBeNull();
  });
});
