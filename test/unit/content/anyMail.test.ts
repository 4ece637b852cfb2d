import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readContent } from '../../../shared/domain/content/readContent.ts';
import { fingerprintOf } from '../../../shared/domain/fingerprint.ts';
import type { MessagePart } from '../../../shared/domain/gmail.ts';
import type { MessageContent } from '../../../shared/domain/message.ts';
import { calendarLines, headerValue, markup, replyLines, tree, wild } from '../../support/mailArbitraries.ts';
import { gmailMessage } from '../../support/payload.ts';

const tagsOf = (html: string) => html.match(/<[^<>]*>/g) ?? [];
const attributesOf = (tag: string) =>
  [...tag.matchAll(/ ([^\s="]+)(?:="([^"]*)")?/g)].map(([, name, value]) => ({ name, value }));

function expectHarmless(html: string) {
  expect(html.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
  expect(html).not.toMatch(/<\/?(?:script|style|iframe|svg|math|object|embed|form|input|base|meta|link)/i);
  for (const { name, value } of tagsOf(html).flatMap(attributesOf)) {
    expect(name).not.toMatch(/^on/i);
    if (name === 'href') expect(value).toMatch(/^(?:https?:\/\/|mailto:|tel:|sms:)/i);
    if (name === 'src') expect(value).toMatch(/^(?:https?:\/\/|cid:|data:image\/)/i);
    if (name === 'style') expect(value).not.toMatch(/url|javascript|expression|position|[\\@]/i);
  }
}

const stringsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value && typeof value === 'object'
      ? Object.values(value).flatMap(stringsOf)
      : [];

function expectStorable(content: MessageContent) {
  const strings = stringsOf(content);
  expect(strings.filter((text) => /\0|\p{Surrogate}/u.test(text))).toEqual([]);
  expect(Buffer.byteLength(content.body.text)).toBeLessThanOrEqual(200 * 1024);
  expect(Buffer.byteLength(content.body.html ?? '')).toBeLessThanOrEqual(400 * 1024);
  expect(strings.reduce((sum, text) => sum + Buffer.byteLength(text), 0)).toBeLessThan(950 * 1024);
  expect(content.snippet).not.toMatch(/[\r\n]/);
  const { text, quotedFrom } = content.body;
  if (quotedFrom === null) return;
  expect(text.slice(0, quotedFrom).trim()).not.toBe('');
  expect(text.slice(quotedFrom).trim()).not.toBe('');
}

const onePart = (mimeType: string, content: string): MessagePart => {
  const data = Buffer.from(content).toString('base64url');
  return { partId: '', mimeType, filename: '', headers: [], body: { size: 0, data }, parts: [] };
};

describe('any mail at all', () => {
  test('is read without an error, is harmless to show and can be stored', () => {
    fc.assert(
      fc.property(tree, wild, (payload, snippet) => {
        const content = readContent(gmailMessage({}, payload, { payload, snippet }));
        expectStorable(content);
        expectHarmless(content.body.html ?? '');
        expect(fingerprintOf(content.envelope)).toHaveLength(43);
      }),
      { numRuns: 500 },
    );
  });

  test('made of hostile html is harmless to show', () => {
    fc.assert(
      fc.property(markup, (html) => {
        const data = Buffer.from(html).toString('base64url');
        const payload = {
          partId: '',
          mimeType: 'text/html',
          filename: '',
          headers: [],
          body: { size: 0, data },
          parts: [],
        };
        const content = readContent(gmailMessage({}, payload));
        expectStorable(content);
        expectHarmless(content.body.html ?? '');
      }),
      { numRuns: 2_000 },
    );
  });

  test('made of replies and signatures is folded below some text or not at all', () => {
    fc.assert(
      fc.property(replyLines, (lines) => {
        expectStorable(readContent(gmailMessage({}, onePart('text/plain', lines))));
      }),
      { numRuns: 500 },
    );
  });

  test('made of a calendar has an event of sound times, or none', () => {
    fc.assert(
      fc.property(calendarLines, (lines) => {
        const content = readContent(gmailMessage({}, onePart('text/calendar', lines)));
        expectStorable(content);
        for (const time of [content.event?.start, content.event?.end]) {
          if (typeof time === 'string')
            expect(time).toMatch(/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.000Z)?)?$/);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('blown up by repetition stays within the limits', () => {
    fc.assert(
      fc.property(markup, headerValue, fc.nat(20_000), (html, value, times) => {
        const data = Buffer.from(html.repeat(times).slice(0, 800_000)).toString('base64url');
        const long = value.repeat(times).slice(0, 200_000);
        const names = [
          'From',
          'To',
          'Cc',
          'Subject',
          'Date',
          'Message-ID',
          'References',
          'In-Reply-To',
          'Content-ID',
        ];
        const part = (mimeType: string): MessagePart => ({
          partId: long,
          mimeType,
          filename: long,
          headers: names.map((name) => ({ name, value: long })),
          body: { size: 1, data },
          parts: [],
        });
        const parts = ['text/html', 'text/plain', 'image/png'].map(part);
        const payload: MessagePart = { ...part('multipart/mixed'), parts };
        const content = readContent(gmailMessage({}, payload, { payload, snippet: long }));
        expectStorable(content);
        expectHarmless(content.body.html ?? '');
      }),
      { numRuns: 15 },
    );
  });
});
