import { describe, expect, test } from '@jest/globals';
import { consentWords } from '../../../web/src/screens/shell/consentWords.ts';

const GMAIL_REASONS = [
  'unknownState',
  'denied',
  'endedByGoogle',
  'codeRejected',
  'scopesMissing',
  'noOfflineAccess',
  'mailboxTaken',
  'stillDisconnecting',
];

const GHL_REASONS = [
  'unknownState',
  'notTheirs',
  'otherLocation',
  'unknownLocation',
  'denied',
  'endedByGhl',
  'codeRejected',
  'noLocation',
  'noOfflineAccess',
  'foreignLocation',
  'tokenRefused',
  'notOpened',
];

describe('coming back from a consent page', () => {
  test('is told nothing where the address says nothing of it', () => {
    expect(consentWords({})).toBeUndefined();
    expect(consentWords({ reason: 'denied' })).toBeUndefined();
  });

  test('is told that it went well', () => {
    expect(consentWords({ gmail: 'connected' })).toMatchObject({ tone: 'good', title: 'Gmail is connected' });
    expect(consentWords({ ghl: 'linked' })).toMatchObject({ tone: 'good', title: 'GoHighLevel is linked' });
  });

  test.each(GMAIL_REASONS)('has words of its own for Gmail that was refused: %s', (reason) => {
    const told = consentWords({ gmail: 'refused', reason });
    expect(told?.tone).not.toBe('good');
    expect(told?.words).not.toBe(consentWords({ gmail: 'failed' })?.words);
  });

  test.each(GHL_REASONS)('has words of its own for a link that was refused: %s', (reason) => {
    const told = consentWords({ ghl: 'refused', reason });
    expect(told?.tone).not.toBe('good');
    expect(told?.words).not.toBe(consentWords({ ghl: 'failed' })?.words);
  });

  test('does not offer to try again what would end in the same way', () => {
    expect(consentWords({ gmail: 'refused', reason: 'mailboxTaken' })?.again).toBe(false);
    expect(consentWords({ ghl: 'refused', reason: 'notTheirs' })?.again).toBe(false);
    expect(consentWords({ ghl: 'notConfigured' })?.again).toBe(false);
    expect(consentWords({ gmail: 'refused', reason: 'scopesMissing' })?.again).toBe(true);
  });

  test('a no of one’s own is no fault', () => {
    expect(consentWords({ gmail: 'refused', reason: 'denied' })?.tone).toBe('warn');
    expect(consentWords({ ghl: 'refused', reason: 'denied' })?.tone).toBe('warn');
  });

  test.each([
    { gmail: 'failed' },
    { gmail: 'refused' },
    { gmail: 'refused', reason: 'tomorrow’s reason' },
    { gmail: 'refused', reason: 'constructor' },
    { gmail: '<b>You have won</b>' },
  ])('shows words of ours alone, whatever the address says: %j', (returned) => {
    expect(consentWords(returned)).toEqual(consentWords({ gmail: 'failed' }));
  });

  test('a reason of a link that nobody knows yet is told in general', () => {
    expect(consentWords({ ghl: 'refused', reason: '__proto__' })).toEqual(consentWords({ ghl: 'failed' }));
  });
});
