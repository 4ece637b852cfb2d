import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { freePort } from '../support/emulators/ports.ts';
import { type ServedFunctions, serveFunctions } from '../support/stack/servedFunctions.ts';
import { type Stack, startStack } from '../support/stack/stack.ts';

const APP = 'https://crm.example';

let stack: Stack;
let withApp: ServedFunctions;

beforeAll(async () => {
  stack = await startStack({ env: { GHL_CLIENT_ID: 'client', GHL_CLIENT_SECRET: 'secret' } });
  const env = { ...stack.env, NEXT_PUBLIC_APP_URL: APP, PORT: String(await freePort()) };
  withApp = await serveFunctions(env);
});
afterAll(async () => {
  await Promise.all([stack.stop(), withApp.stop()]);
});

/** Whatever a redirect can bring, with a word in it that nothing else has. */
const hostileText = (word: string) =>
  fc
    .tuple(
      fc.oneof(
        fc.constantFrom(
          '"><script>',
          "'-alert(1)-'",
          '\r\nSet-Cookie: a=b\r\n\r\n',
          '</title>',
          '//evil.example/',
          'javascript:',
          '{{',
          '\u2028',
        ),
        fc.string({ unit: 'binary', maxLength: 20 }),
      ),
      fc.string({ maxLength: 10 }),
    )
    .map(([before, after]) => `${before}${word}${after}`);

const queries = (word: string) =>
  fc.array(
    fc.tuple(
      fc.oneof(
        {
          weight: 4,
          arbitrary: fc.constantFrom('state', 'code', 'error', 'state[]', 'error[a]', 'scope', '__proto__'),
        },
        { weight: 1, arbitrary: hostileText(word) },
      ),
      hostileText(word),
    ),
    { minLength: 1, maxLength: 5 },
  );

const asQuery = (pairs: readonly (readonly [string, string])[]) =>
  pairs
    .map(
      ([name, value]) =>
        `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`,
    )
    .join('&');

describe.each(['oauthCallback', 'ghlCallback', 'api/google/callback', 'api/crm/callback'])('%s', (path) => {
  test.each([
    ['a page', () => stack.functions.url],
    ['a redirect to the app', () => withApp.url],
  ])('answers with nothing of what it was called with: %s', async (_, at) => {
    const word = `w${randomBytes(9).toString('hex')}`;
    const answers: string[] = [];
    await fc.assert(
      fc.asyncProperty(queries(word), async (pairs) => {
        const response = await fetch(`${at()}/${path}?${asQuery(pairs)}`, { redirect: 'manual' });
        const answer = `${[...response.headers].join('\n')}\n\n${await response.text()}`;
        expect(answer).not.toContain(word);
        expect(response.headers.get('set-cookie')).toBeNull();
        expect([303, 400, 403]).toContain(response.status);
        const to = response.headers.get('location');
        if (to !== null) expect(to).toMatch(/^https:\/\/crm\.example\/\?(?:gmail|ghl)=refused&reason=\w+$/);
        answers.push(answer);
      }),
      { numRuns: 25 },
    );
    expect(answers.length).toBeGreaterThan(0);
  });
});
