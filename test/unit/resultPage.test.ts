import { once } from 'node:events';
import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ResultPage, sendResultPage } from '../../functions/resultPage.ts';

let page: ResultPage = { status: 200, title: '', text: '' };
http('resultPage', (_request, response) => sendResultPage(response, page));
const server = getTestServer('resultPage');
let url = '';

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** What a browser shows for the characters that are written by their numbers. */
const unescaped = (html: string) =>
  html.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

test('a page shows any text as text: no tag, no attribute and no entity comes of it', async () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.toWellFormed()),
    fc.constantFrom('<script>alert(1)</script>', '</p><img src=x onerror=alert(1)>', '&lt;b&gt;', '"\'`'),
  );
  await fc.assert(
    fc.asyncProperty(anything, anything, async (title, text) => {
      page = { status: 409, title, text };
      const response = await fetch(url);
      const html = await response.text();
      const [, head = '', heading = '', paragraph = ''] =
        /<title>([^<>"']*)<\/title>[\s\S]*<h1>([^<>"']*)<\/h1>\n<p>([^<>"']*)<\/p>/.exec(html) ?? [];
      expect([head, heading, paragraph].map(unescaped)).toEqual([title, title, text]);
      expect(html.match(/<[a-z/!]/gi)).toHaveLength(13);
      expect(response.status).toBe(409);
    }),
    { numRuns: 200 },
  );
});

test('its style is the only one that its policy lets a browser use', async () => {
  const response = await fetch(url);
  const [, style = ''] = /<style>([^<]*)<\/style>/.exec(await response.text()) ?? [];
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(style))).toString('base64');
  expect(response.headers.get('content-security-policy')).toContain(`style-src 'sha256-${digest}';`);
});
