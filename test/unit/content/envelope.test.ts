import { describe, expect, test } from '@jest/globals';
import { readEnvelope } from '../../../shared/domain/content/envelope.ts';
import type { Envelope } from '../../../shared/domain/message.ts';
import { gmailMessage } from '../../support/payload.ts';

type Headers = Parameters<typeof gmailMessage>[0];
const envelopeOf = (headers: Headers): Envelope => readEnvelope(gmailMessage(headers).payload.headers);
const peopleOf = (to: string | readonly string[]) =>
  envelopeOf({ To: to }).to.map(({ name, address }) => `${name}|${address}`);
const encoded = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

describe('the envelope', () => {
  test('a mail without any header gives an empty envelope', () => {
    expect(envelopeOf({})).toEqual({
      rfc822MessageId: '',
      from: [],
      to: [],
      cc: [],
      bcc: [],
      replyTo: [],
      subject: '',
      dateHeader: '',
      inReplyTo: [],
      references: [],
    });
  });

  test('header names are found in whatever case the sender wrote them', () => {
    const envelope = envelopeOf({ 'MESSAGE-ID': '<a@x.com>', sUbJeCt: 'Hi', FROM: 'ann@x.com' });
    expect(envelope).toMatchObject({
      rfc822MessageId: 'a@x.com',
      subject: 'Hi',
      from: [{ address: 'ann@x.com' }],
    });
  });

  test('the first of a repeated From, Subject and Message-ID counts', () => {
    const envelope = envelopeOf({
      From: ['ann@x.com', 'forged@evil.com'],
      Subject: ['First', 'Second'],
      'Message-ID': ['<1@x.com>', '<2@x.com>'],
    });
    expect(envelope.from.map(({ address }) => address)).toEqual(['ann@x.com']);
    expect(envelope).toMatchObject({ subject: 'First', rfc822MessageId: '1@x.com' });
  });

  test('the people of a repeated To are all recipients', () => {
    expect(peopleOf(['ann@x.com', 'bob@x.com'])).toEqual(['|ann@x.com', '|bob@x.com']);
  });

  test.each([
    ['a plain address', 'bob@x.com', ''],
    ['a name', 'Bob <bob@x.com>', 'Bob'],
    ['a quoted name', '"Bob \\"the\\" Builder, Ltd" <bob@x.com>', 'Bob "the" Builder, Ltd'],
    ['an encoded name', '=?utf-8?q?B=C3=B6b?= <bob@x.com>', 'Böb'],
    ['a comment behind', 'Bob <bob@x.com> (the builder <ann@x.com>)', 'Bob'],
    ['a comment alone', 'bob@x.com (Bob <ann@x.com>)', 'Bob <ann@x.com>'],
  ])('the sender is read from %s', (_, value, name) => {
    expect(envelopeOf({ From: value }).from).toEqual([{ name, address: 'bob@x.com' }]);
  });

  test('a sender behind half a megabyte of blanks and brackets is read at once', () => {
    for (const padding of [
      ' '.repeat(490_000),
      '('.repeat(490_000),
      '( '.repeat(245_000),
      '<'.repeat(490_000),
    ]) {
      const { from } = envelopeOf({ From: `Bob ${padding} <bob@x.com>` });
      expect(from.map(({ address }) => address)).toEqual(['bob@x.com']);
    }
  });

  test.each([
    ['one address', 'x <ann@x.com> <bob@x.com>'],
    ['a list', 'ann@x.com, <bob@x.com>'],
    ['a list with names', 'Ann <ann@x.com>, Bob <bob@x.com>'],
    ['an address, encoded', '=?utf-8?q?Ann_=3Cann=40x.com=3E?= <bob@x.com>'],
    ['an address, quoted', '"Ann <ann@x.com>" <bob@x.com>'],
    ['a group', 'Friends: ann@x.com; <bob@x.com>'],
  ])('a name that looks like %s makes nobody else the sender', (_, value) => {
    expect(envelopeOf({ From: value }).from.map(({ address }) => address)).toEqual(['bob@x.com']);
  });

  test('an absurd date is kept as it was sent, because it only tells mails apart', () => {
    expect(envelopeOf({ Date: 'the 35th of\r\n never' }).dateHeader).toBe('the 35th of never');
  });

  test.each([
    ['quoted-printable', '=?iso-8859-1?Q?Gr=FC=DFe?=', 'Grüße'],
    ['base64', '=?UTF-8?B?8J+OiSBQYXJ0eQ==?=', '🎉 Party'],
    ['a character split over two words', '=?UTF-8?B?w7w=?= =?UTF-8?Q?=C3?= =?UTF-8?Q?=BC?=', 'üü'],
    ['Japanese', '=?ISO-2022-JP?B?GyRCRnxLXDhsGyhC?=', '日本語'],
    ['an unknown charset, as far as possible', '=?x-klingon?Q?Hi?=', 'Hi'],
    ['a broken word, left as it is', '=?UTF-8?B?w7w', '=?UTF-8?B?w7w'],
    ['a folded line', 'Your\r\n\torder\r\n 17', 'Your order 17'],
    ['controls and NUL, removed', 'a\u0000b=?UTF-8?Q?=00=1Bc?=', 'abc'],
  ])('a subject in %s is decoded', (_, sent, read) => {
    expect(envelopeOf({ Subject: sent }).subject).toBe(read);
  });

  test('a subject without end is cut between characters', () => {
    const { subject } = envelopeOf({ Subject: '日'.repeat(100_000) });
    expect(Buffer.byteLength(subject)).toBeLessThanOrEqual(998);
    expect(subject).toMatch(/^日+$/);
  });
});

describe('an address list', () => {
  test.each<[string, string, readonly string[]]>([
    ['a bare address', 'Ann@Example.COM', ['|ann@example.com']],
    ['a name in quotes with a comma', '"Doe, Jane" <jane@x.com>', ['Doe, Jane|jane@x.com']],
    ['a comma that was not quoted', 'Doe, Jane <jane@x.com>', ['Doe, Jane|jane@x.com']],
    ['quotes inside quotes', '"Bob \\"the\\" B." <bob@x.com>', ['Bob "the" B.|bob@x.com']],
    ['a name in a comment', 'bob@x.com (Bob)', ['Bob|bob@x.com']],
    ['an encoded name', '=?utf-8?Q?J=C3=BCrgen?= <j@x.com>', ['Jürgen|j@x.com']],
    ['an encoded name in quotes', '"=?utf-8?Q?J=C3=BCrgen?=" <j@x.com>', ['Jürgen|j@x.com']],
    [
      'a group',
      'Team: ann@x.com, Bob <bob@x.com>;, eve@x.com',
      ['|ann@x.com', 'Bob|bob@x.com', '|eve@x.com'],
    ],
    ['an empty group', 'undisclosed-recipients:;', []],
    ['an empty group with a space', 'Undisclosed recipients: ;', []],
    ['semicolons instead of commas', 'ann@x.com; bob@x.com', ['|ann@x.com', '|bob@x.com']],
    ['duplicates in different case', 'A <ann@x.com>, ANN@X.com', ['A|ann@x.com']],
    ['a plus and dots, which are kept', 'a.n.n+crm@gmail.com', ['|a.n.n+crm@gmail.com']],
    ['an international domain', 'Kai <kai@MÜLLER.de>', ['Kai|kai@xn--mller-kva.de']],
    ['an international domain in ASCII', 'kai@XN--MLLER-KVA.de', ['|kai@xn--mller-kva.de']],
    ['an international name before the @', 'Jürgen@x.com', ['|jürgen@x.com']],
    ['a quoted local part', '"ann smith"@x.com', ['|"ann smith"@x.com']],
    ['a dot at the end of the domain', 'ann@x.com.', ['|ann@x.com']],
    ['a zero-width space pasted along', '\u200bann@x.com', ['|ann@x.com']],
    ['a long bounce address', `${'b'.repeat(90)}@x.com`, [`|${'b'.repeat(90)}@x.com`]],
  ])('%s is read', (_, sent, read) => {
    expect(peopleOf(sent)).toEqual(read);
  });

  test.each([
    ['no @', 'Ann'],
    ['nothing before the @', '@x.com'],
    ['nothing after the @', 'ann@'],
    ['a domain literal', 'ann@[127.0.0.1]'],
    ['a domain with a slash', 'ann@x.com/evil'],
    ['a domain with a port', 'kai@müller.de%3A80'],
    ['an empty label', 'ann@x..com'],
    ['no end', `${'a'.repeat(400)}@x.com`],
    ['nothing', ''],
  ])('an address with %s is left out and the others stay', (_, broken) => {
    const addresses = envelopeOf({ To: [broken, 'bob@x.com'] }).to.map(({ address }) => address);
    expect(addresses).toEqual(['bob@x.com']);
  });

  test('an encoded comma or bracket cannot make up a recipient', () => {
    expect(peopleOf(`${encoded('a <eve@evil.com>, b')} <ann@x.com>`)).toEqual([
      'a <eve@evil.com>, b|ann@x.com',
    ]);
  });

  test('a header smuggled into a value adds nobody', () => {
    expect(peopleOf('ann@x.com\r\nBcc: eve@evil.com')).toEqual(['|ann@x.com']);
    expect(peopleOf(`${encoded('Ann\r\nBcc: eve@evil.com')} <ann@x.com>`)).toEqual([
      'Ann Bcc: eve@evil.com|ann@x.com',
    ]);
  });

  test('a mail to hundreds of people lists all of them', () => {
    const people = Array.from({ length: 800 }, (_, index) => `Person ${index} <p${index}@x.com>`);
    expect(peopleOf(people.join(', '))).toHaveLength(800);
  });

  test('a list beyond reason is cut, and the sender is never what is cut', () => {
    const people = Array.from({ length: 20_000 }, (_, index) => `Person ${index} <p${index}@x.com>`);
    const { from, to, bcc } = envelopeOf({
      To: people.join(', '),
      Bcc: people.join(', '),
      From: 'ann@x.com',
    });
    expect(from).toHaveLength(1);
    expect(to.length).toBeGreaterThan(2_000);
    expect(Buffer.byteLength(JSON.stringify([to, bcc]))).toBeLessThan(200_000);
  });
});

describe('message ids', () => {
  test.each([
    ['in brackets', '<abc@x.com>', 'abc@x.com'],
    ['with spaces around', '  <abc@x.com>  ', 'abc@x.com'],
    ['without brackets', 'abc@x.com', 'abc@x.com'],
    ['without an @', '<abc>', 'abc'],
    ['folded in the middle', '<abc\r\n def@x.com>', 'abcdef@x.com'],
    ['empty', '<>', ''],
  ])('a Message-ID %s is read', (_, sent, read) => {
    expect(envelopeOf({ 'Message-ID': sent }).rfc822MessageId).toBe(read);
  });

  test('references keep their order and lose their repeats', () => {
    const { references } = envelopeOf({ References: '<1@x.com> <2@x.com>\r\n\t<1@x.com>,<3@x.com>' });
    expect(references).toEqual(['1@x.com', '2@x.com', '3@x.com']);
  });

  test('prose beside an In-Reply-To is no id', () => {
    expect(envelopeOf({ 'In-Reply-To': 'Your mail of "Monday" <1@x.com>' }).inReplyTo).toEqual(['1@x.com']);
    expect(envelopeOf({ 'In-Reply-To': "Ann's message of Monday" }).inReplyTo).toEqual([]);
  });

  test('an endless thread keeps its root and its newest mails', () => {
    const ids = Array.from({ length: 5_000 }, (_, index) => `${index}@x.com`);
    const { references } = envelopeOf({ References: ids.map((id) => `<${id}>`).join(' ') });
    expect(references.at(0)).toBe('0@x.com');
    expect(references.at(-1)).toBe('4999@x.com');
    expect(references.length).toBeLessThan(5_000);
  });
});
