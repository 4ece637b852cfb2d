import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inboundBody } from '../../shared/adapters/ghl/inboundBody.ts';
import type { GhlEmail } from '../../shared/domain/ghl.ts';
import { EmailAddress } from '../../shared/domain/ids.ts';

const MAX = 1024 * 1024;
const [ann, bob, carl] = ['ann@example.com', 'bob@example.com', 'carl@example.com'].map(EmailAddress);

const email = (more: Partial<GhlEmail> = {}): GhlEmail => ({
  ghlContactId: 'contact',
  ghlConversationId: 'conversation',
  direction: 'inbound',
  subject: '',
  text: 'the text',
  html: '<p>the html</p>',
  from: EmailAddress('ann@example.com'),
  to: [],
  cc: [],
  bcc: [],
  sentAt: new Date('2026-11-22T12:00:00.000Z'),
  altId: 'entry',
  replyTo: null,
  ...more,
});
const body = (more: Partial<GhlEmail> = {}) => inboundBody(email(more), null);
const people = (...each: (EmailAddress | undefined)[]) => each.flatMap((one) => one ?? []);

describe('the body of an email', () => {
  test('always tells the direction, the date and our id', () => {
    for (const direction of ['inbound', 'outbound'] as const) {
      expect(body({ direction })).toMatchObject({
        direction,
        date: '2026-11-22T12:00:00.000Z',
        altId: 'entry',
      });
    }
  });

  test('has the HTML, and the text only where there is no HTML to show', () => {
    expect(body()).toMatchObject({ html: '<p>the html</p>' });
    expect(body()).not.toHaveProperty('message');
    for (const html of [null, '', ' \n']) {
      expect(body({ html })).toMatchObject({ message: 'the text' });
      expect(body({ html })).not.toHaveProperty('html');
    }
  });

  test('has the text in place of HTML that is too long', () => {
    expect(body({ html: `<p>${'x'.repeat(MAX)}</p>` })).toMatchObject({ message: 'the text' });
  });

  test('cuts a text that is too long, between two characters', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 }), (offset) => {
        const text = `${'x'.repeat(offset)}${'é😀'.repeat(MAX / 6 + 8)}`;
        const { message = '' } = body({ html: null, text });
        expect(Buffer.byteLength(message)).toBeLessThanOrEqual(MAX);
        expect(Buffer.byteLength(message)).toBeGreaterThan(MAX - 4);
        expect(text.startsWith(message)).toBe(true);
      }),
      { numRuns: 8 },
    );
  });

  test('tells nobody twice, and the first of To as the one that GHL takes', () => {
    expect(body({ to: people(ann, bob), cc: people(bob, carl), bcc: people(carl, ann) })).toMatchObject({
      emailTo: ann,
      emailCc: [bob, carl],
      emailBcc: [],
    });
  });

  test('names a copy where nobody is in To, and nobody where nobody is named', () => {
    expect(body({ cc: people(bob) })).toMatchObject({ emailTo: bob, emailCc: [], emailBcc: [] });
    expect(body({ bcc: people(carl) })).toMatchObject({ emailTo: carl, emailCc: [], emailBcc: [] });
    expect(body()).not.toHaveProperty('emailTo');
  });

  test('has no sender where the mail has none, and answers to nothing unless told', () => {
    expect(body({ from: EmailAddress('') })).not.toHaveProperty('emailFrom');
    expect(body()).not.toHaveProperty('emailMessageId');
    expect(body({ replyTo: 'email' })).toMatchObject({ emailMessageId: 'email' });
  });

  test('has no attachments, whose URLs would open to nobody', () => {
    expect(body()).not.toHaveProperty('attachments');
  });
});
