import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bodyLimit } from '../../functions/bodyLimit.ts';
import { FUNCTIONS, type FunctionName } from '../../functions/registry.ts';
import { type Stack, startStack } from '../support/stack/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ env: { GHL_CLIENT_ID: 'client', GHL_CLIENT_SECRET: 'secret' } });
});
afterAll(() => stack.stop());

/** What a stranger may not be told: where our code is, or what went wrong in it. */
const INSIDE = /node_modules|file:\/\/|\.ts\b|\.js\b|^\s*at /m;
const MESSAGES =
  /Error:|Unexpected token|is not valid JSON|Cannot read|undefined|is not a function|SyntaxError/;

const send = (name: FunctionName, init: RequestInit, path = '/') =>
  fetch(`${stack.functions.url}/${name}${path}`, { redirect: 'manual', ...init });

async function expectClean(response: Response): Promise<string> {
  const body = await response.text();
  expect(body).not.toMatch(INSIDE);
  expect(body).not.toMatch(MESSAGES);
  expect(response.headers.get('x-frame-options')).toBe('DENY');
  expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  expect(response.headers.get('cache-control')).toContain('no-store');
  expect(response.headers.get('x-powered-by')).toBeNull();
  return body;
}

const posted = (
  body: string,
  type = 'application/json',
  headers: Record<string, string> = {},
): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': type, ...headers },
  body,
});

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

const ATTACKS: Readonly<Record<string, RequestInit>> = {
  'JSON that is cut': posted('{"data":{"a'),
  'no JSON': posted('<script>alert(1)</script>'),
  nothing: posted(''),
  'nothing, without a type': { method: 'POST' },
  'a null': posted('null'),
  'a number': posted('7'),
  'a text': posted('"text"'),
  'a text, with a trace': posted('text', 'text/plain', {
    traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
  }),
  'nothing, with a trace': {
    method: 'POST',
    headers: { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` },
  },
  'a list': posted('[]'),
  'a message that is null': posted('{"message":null}'),
  'a message that is a text': posted('{"message":"x","subscription":7}'),
  'message data of another type': posted('{"message":{"data":{"a":1}},"subscription":"s"}'),
  'a prototype': posted(
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"data":{"__proto__":{"polluted":true}}}',
  ),
  'a prototype as a form': posted(
    '__proto__[polluted]=1&constructor[prototype][polluted]=1',
    'application/x-www-form-urlencoded',
  ),
  'a form of many levels': posted(`a${'[b]'.repeat(10_000)}=1`, 'application/x-www-form-urlencoded'),
  'a form of many fields': posted('a=1&'.repeat(10_000), 'application/x-www-form-urlencoded'),
  'many levels': posted(deep(25_000)),
  'many levels of data': posted(`{"data":${deep(25_000)}}`),
  'a type that is none': posted('{}', 'text'),
  'a charset that is none': posted('{}', 'application/json; charset=klingon'),
  'an encoding that is none': posted('{}', 'application/json', { 'content-encoding': 'klingon' }),
  'a cloud event of nothing': posted('null', 'application/cloudevents+json'),
  'a cloud event in headers': posted('{}', 'application/json', {
    'ce-id': '1',
    'ce-type': 'x',
    'ce-source': 'x',
    'ce-specversion': '1.0',
  }),
  'another method': { method: 'DELETE' },
  'a method that is rare': { method: 'PROPFIND' },
  'a look': { method: 'HEAD' },
  'a preflight': {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  },
  'an authorization that is none': posted('{}', 'application/json', { authorization: 'Bearer \t, ,x=y' }),
};

describe.each(FUNCTIONS)('%s', (name) => {
  test.each(Object.entries(ATTACKS))('answers %s without telling of itself', async (_, init) => {
    const response = await send(name, init);
    await expectClean(response);
    expect(response.status).not.toBe(200);
  });
});

describe('a body that is too big', () => {
  const post = (
    name: FunctionName,
    body: NonNullable<RequestInit['body']>,
    headers: Record<string, string> = {},
  ) =>
    send(name, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      ...STREAMED,
    });
  /** So that a body without a length may be sent. */
  const STREAMED = { duplex: 'half' } as const;

  test.each(FUNCTIONS)('of %s is not taken', async (name) => {
    const response = await post(name, Buffer.alloc(bodyLimit(name) + 1, ' '));
    expect(response.status).toBe(413);
    await expectClean(response);
  });

  test.each(['connectGmail', 'ghlWebhook', 'gmailPush'] as const)(
    'of %s is counted where it does not tell its length, and whatever its type',
    async (name) => {
      const chunk = Buffer.alloc(64 * 1024, ' ');
      let left = Math.ceil(bodyLimit(name) / chunk.length) + 1;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (left-- > 0) controller.enqueue(chunk);
          else controller.close();
        },
      });
      const response = await post(name, body, { 'content-type': 'application/x-anything' });
      expect(response.status).toBe(413);
      await expectClean(response);
    },
  );

  test('is told by the function itself where it is not by far too big', async () => {
    const response = await post('ghlWebhook', JSON.stringify({ notes: 'x'.repeat(600 * 1024) }));
    expect([response.status, await response.text()]).toEqual([413, '{"error":"tooBig"}']);
  });

  test('does not keep the next one from being answered', async () => {
    expect((await post('ghlWebhook', '{}')).status).toBe(401);
  });
});

test('headers without an end are refused before anything is made of them', async () => {
  const { hostname, port } = new URL(stack.functions.url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET /oauthCallback HTTP/1.1\r\nHost: x\r\nx-long: ${'a'.repeat(20_000)}\r\n\r\n`);
  // It hangs up without having read to the end.
  socket.on('error', () => {});
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 431 [^\n]*\r\nConnection: close\r\n\r\n$/);
});

test('a browser is told to come by HTTPS alone, where it came so', async () => {
  const hsts = async (headers: Record<string, string>) =>
    (await send('oauthCallback', { headers })).headers.get('strict-transport-security');
  expect(await hsts({ 'x-forwarded-proto': 'https' })).toBe('max-age=31536000');
  expect(await hsts({})).toBeNull();
});

test('a page of ours may not be framed, and runs and loads nothing', async () => {
  for (const name of ['oauthCallback', 'ghlCallback'] as const) {
    const { headers } = await send(name, {});
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
  }
});
