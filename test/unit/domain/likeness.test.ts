import { describe, expect, test } from '@jest/globals';
import { likenessOf } from '../../../shared/domain/likeness.ts';
import type { Body } from '../../../shared/domain/message.ts';

const body = (text: string, rest: Partial<Body> = {}): Body => ({
  text,
  html: null,
  truncated: false,
  quotedFrom: null,
  ...rest,
});
const OFFER =
  'Dear Ann,\n\nthe flat in Harbour Street is still free. We could meet there on Saturday at ten, if that suits you.';
const OTHER = 'Your invoice is overdue. Please transfer the sum of 4,000 to the account below before Friday.';
const FOOTER =
  '\n\n--\nEstio Ltd, 1 Quay Road. This message is confidential and meant for its addressee only.';

describe('the same mail', () => {
  test.each([
    ['rewrapped', OFFER.replace(/ /g, '\r\n')],
    ['with other spaces and case', `  ${OFFER.toUpperCase()}\n\n`],
    ['in another form of the same characters', OFFER.replace('Ann', 'Ａｎｎ')],
  ])('%s is the same', (_, text) => expect(likenessOf(body(OFFER), body(text))).toBe('same'));

  test('with links to the same hosts is the same', () => {
    const link = (url: string) => body(`${OFFER} ${url} Thanks`);
    expect(likenessOf(link('https://estio.example/flat'), link('https://Estio.example/?u=1x'))).toBe('same');
  });

  test('that was cut for one of them is the same as far as it goes', () => {
    expect(likenessOf(body(OFFER), body(OFFER.slice(0, 60).trim(), { truncated: true }))).toBe('same');
    expect(likenessOf(body(OFFER), body(OFFER.slice(0, 60).trim()))).toBe('near');
  });

  test('of which one has html, and the other does not, is the same', () => {
    expect(likenessOf(body(OFFER), body(OFFER, { html: `<p>${OFFER}</p>` }))).toBe('same');
  });
});

describe('a mail that something was added to', () => {
  test.each([
    ['a footer', OFFER + FOOTER],
    ['a banner', `[EXTERNAL] Take care with links.\n\n${OFFER}`],
    ['a sentence, as a forger would', `${OFFER} Please pay the deposit to another account.`],
  ])('%s: is near', (_, text) => {
    expect(likenessOf(body(OFFER), body(text))).toBe('near');
    expect(likenessOf(body(text), body(OFFER))).toBe('near');
  });
  test('is near where its links lead elsewhere: a gateway or a forger has rewritten them', () => {
    const link = (url: string) => body(`${OFFER} ${url} Thanks`);
    expect(likenessOf(link('https://bank.example/pay'), link('https://evil.example/pay'))).toBe('near');
    const hidden = (url: string) => body(OFFER, { html: `<p>${OFFER}</p><a href="${url}">Pay</a>` });
    expect(likenessOf(hidden('https://bank.example/pay'), hidden('https://evil.example/pay'))).toBe('near');
  });
  test('is near, however short it was', () =>
    expect(likenessOf(body('OK'), body(`OK${FOOTER}`))).toBe('near'));
  test('is near where it had no text at all', () => expect(likenessOf(body(''), body(OFFER))).toBe('near'));
});

describe('another mail under the same headers', () => {
  test('is different', () => expect(likenessOf(body(OFFER), body(OTHER))).toBe('different'));
  test('is different where only its html is', () => {
    const html = (text: string) => body(OFFER, { html: `<p>${text}</p>` });
    expect(likenessOf(html(OFFER), html(OTHER))).toBe('different');
    expect(likenessOf(html(OFFER), html(OFFER + FOOTER))).toBe('near');
  });
  test('is different in a script without spaces, too', () => {
    expect(likenessOf(body('お世話になっております。'), body('請求書をお送りします。'))).toBe('different');
  });
});
