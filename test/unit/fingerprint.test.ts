import { describe, expect, test } from '@jest/globals';
import { readEnvelope } from '../../shared/domain/content/envelope.ts';
import { fingerprintOf } from '../../shared/domain/fingerprint.ts';
import { participantsOf } from '../../shared/domain/participants.ts';
import { gmailMessage } from '../support/payload.ts';

type Headers = Parameters<typeof gmailMessage>[0];
const envelopeOf = (headers: Headers) => readEnvelope(gmailMessage(headers).payload.headers);
const MAIL = {
  'Message-ID': '<1@x.com>',
  From: 'Ann <ann@x.com>',
  Date: 'Mon, 2 Nov 2026 10:00:00 +0100',
  Subject: 'Offer',
};

describe('the fingerprint of an email', () => {
  test('is the same in every mailbox, however its headers are written', () => {
    const elsewhere = {
      ...MAIL,
      From: 'ANN@x.com',
      Subject: '=?utf-8?Q?Offer?=',
      'Delivered-To': 'bob@x.com',
    };
    expect(fingerprintOf(envelopeOf(elsewhere))).toBe(fingerprintOf(envelopeOf(MAIL)));
  });

  test.each([
    ['the Message-ID', { 'Message-ID': '<2@x.com>' }],
    ['the sender', { From: 'eve@evil.com' }],
    ['a second sender', { From: 'ann@x.com, eve@evil.com' }],
    ['the date', { Date: 'Mon, 2 Nov 2026 10:00:01 +0100' }],
    ['the subject', { Subject: 'Offer 2' }],
  ])('differs when %s differs, so a forged mail hides nothing', (_, change) => {
    expect(fingerprintOf(envelopeOf({ ...MAIL, ...change }))).not.toBe(fingerprintOf(envelopeOf(MAIL)));
  });

  test('tells fields apart that read the same in a row', () => {
    const shifted = { ...envelopeOf(MAIL), dateHeader: 'ab', subject: 'c' };
    expect(fingerprintOf(shifted)).not.toBe(fingerprintOf({ ...shifted, dateHeader: 'a', subject: 'bc' }));
  });

  test('is 256 bits in base64url', () => {
    expect(fingerprintOf(envelopeOf({}))).toMatch(/^[\w-]{43}$/);
  });
});

describe('the participants of an email', () => {
  test('are everyone in From, To, Cc and Bcc in that order, each once', () => {
    const envelope = envelopeOf({
      Bcc: 'dan@x.com, ann@x.com',
      Cc: 'Cy <cy@x.com>, BOB@x.com',
      To: 'Bob <bob@x.com>',
      From: 'ann@x.com',
    });
    expect(participantsOf(envelope)).toEqual(['ann@x.com', 'bob@x.com', 'cy@x.com', 'dan@x.com']);
  });

  test('do not include a Reply-To, which anybody can point at a contact', () => {
    expect(participantsOf(envelopeOf({ From: 'eve@evil.com', 'Reply-To': 'ann@x.com' }))).toEqual([
      'eve@evil.com',
    ]);
  });
});
