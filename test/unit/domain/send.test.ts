import { describe, expect, test } from '@jest/globals';
import { GmailMessageId, GmailThreadId, MailboxId, SendId } from '../../../shared/domain/ids.ts';
import {
  BEGIN_WITHIN_MS,
  type ChangeSend,
  claim,
  decideSend,
  doubt,
  isClaimedBy,
  recordSent,
  release,
  SETTLING_MS,
  type Send,
} from '../../../shared/domain/outgoing/send.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);
const mailboxId = MailboxId.of('agent@example.com');
const asked = { sendId: SendId.of(mailboxId, 'request-1'), mailboxId, content: 'a' };
const ref = { gmailId: GmailMessageId('18c2'), threadId: GmailThreadId('18c1') };
const by = (holder: string, seen?: Send, now = NOW) => claim(asked, { holder, seen, now });
const stored = (...steps: ChangeSend[]) =>
  steps.reduce<Send | undefined>((send, step) => step(send), undefined);
const decide = (send: Send | undefined, now = NOW, content = 'a') => decideSend(send, { content, now });
const untilOf = (send: Send | undefined) => {
  if (!send || send.state === 'sent') throw new Error('Nobody has claimed it');
  return send.until;
};

describe('what has to be done', () => {
  test('a mail that nobody has begun is sent', () => {
    expect(decide(undefined)).toEqual({ step: 'send' });
  });

  test('a claimed one is left to its holder until the claim is over, and looked for after it', () => {
    const send = stored(by('a'));
    const until = untilOf(send);
    expect(decide(send)).toEqual({ step: 'inProgress', until });
    expect(decide(send, new Date(until.getTime() - 1))).toEqual({ step: 'inProgress', until });
    expect(decide(send, until)).toEqual({ step: 'lookUp', mayRepeat: true, until });
  });

  test('a claim outlasts whatever its holder may still do, and the time in which Gmail settles', () => {
    expect(untilOf(stored(by('a'))).getTime()).toBe(NOW.getTime() + BEGIN_WITHIN_MS + 60_000 + SETTLING_MS);
  });

  test('an uncertain one is looked for at once, and repeated only once Gmail has settled', () => {
    const send = stored(by('a'), doubt('a', NOW));
    const until = later(SETTLING_MS);
    expect(decide(send)).toEqual({ step: 'lookUp', mayRepeat: false, until });
    expect(decide(send, until)).toEqual({ step: 'lookUp', mayRepeat: true, until });
  });

  test('a sent one is sent', () => {
    expect(decide(stored(by('a'), recordSent(asked, ref, NOW)), later(1e9))).toEqual({
      step: 'sent',
      ...ref,
    });
  });

  test.each([
    ['claimed', stored(by('a'))],
    ['uncertain', stored(by('a'), doubt('a', NOW))],
    ['sent', stored(recordSent(asked, ref, NOW))],
  ])('the requestId of a mail that is %s cannot be used for another one', (_, send) => {
    expect(decide(send, NOW, 'b')).toEqual({ step: 'otherContent' });
  });
});

describe('the claim', () => {
  test('of two who come at once, one gets it', () => {
    const send = stored(by('a'), by('b'));
    expect(isClaimedBy(send, 'a')).toBe(true);
    expect(isClaimedBy(send, 'b')).toBe(false);
  });

  test('is taken over only as it was when that was decided', () => {
    const seen = stored(by('a'));
    const over = untilOf(seen);
    expect(isClaimedBy(by('b', seen, over)(seen), 'b')).toBe(true);
    const taken = by('c', seen, over)(seen);
    expect(by('b', seen, over)(taken)).toBe(taken);
    const sent = recordSent(asked, ref, NOW)(seen);
    expect(by('b', seen, over)(sent)).toBe(sent);
  });

  test('that is carried out a second time, because its answer was lost, changes nothing', () => {
    const once = stored(by('a'));
    expect(by('a')(once)).toBe(once);
  });

  test('that was refused leaves nothing behind, so that the corrected mail can be sent', () => {
    expect(stored(by('a'), release('a'))).toBeUndefined();
  });

  test.each([
    ['lets go', release('a')],
    ['has doubts', doubt('a', NOW)],
  ])('is its new holder’s: the one before %s of nothing', (_, step) => {
    const seen = stored(by('a'));
    const taken = by('b', seen, untilOf(seen))(seen);
    expect(step(taken)).toBe(taken);
  });

  test('a sent mail stays sent, whoever comes late', () => {
    const sent = stored(by('a'), recordSent(asked, ref, NOW));
    for (const step of [release('a'), doubt('a', NOW), by('b', sent), by('b')]) expect(step(sent)).toBe(sent);
    const other = { gmailId: GmailMessageId('19'), threadId: GmailThreadId('19') };
    expect(recordSent(asked, other, NOW)(sent)).toBe(sent);
  });

  test('is kept for thirty days', () => {
    expect(stored(by('a'))?.expireAt).toEqual(later(30 * 24 * 60 * 60_000));
  });
});
