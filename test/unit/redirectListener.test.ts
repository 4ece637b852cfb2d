import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { listenForRedirect, type RedirectListener } from '../../functions/admin/redirectListener.ts';
import { freePort } from '../support/emulators/ports.ts';

const listen = async (): Promise<RedirectListener> => listenForRedirect(await freePort());

function waitFor(
  listener: RedirectListener,
  { withinMs = 10_000, signal = new AbortController().signal } = {},
) {
  const state = randomUUID();
  const seen = { strangers: 0 };
  const onStranger = () => {
    seen.strangers += 1;
  };
  const redirected = listener.redirected({ state, withinMs, signal, onStranger });
  return { state, seen, redirected };
}

const visit = async (listener: RedirectListener, query: Record<string, string>, path = '') => {
  const response = await fetch(`${listener.redirectUri}${path}?${new URLSearchParams(query)}`);
  return { status: response.status, headers: response.headers, text: await response.text() };
};

test('a redirect of this state is taken, and the browser is told nothing of it', async () => {
  await using listener = await listen();
  const { state, redirected } = waitFor(listener);
  const page = await visit(listener, { state, code: '4/0A-secret', scope: 'x' });
  expect(page).toMatchObject({ status: 200 });
  expect(page.text).toContain('Back to the terminal');
  expect(page.text).not.toMatch(/secret|state/);
  expect(Object.fromEntries(page.headers)).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  });
  expect(await redirected).toEqual({ code: '4/0A-secret' });
});

test('a refusal is told as one, and nothing that it says is shown', async () => {
  await using listener = await listen();
  const { state, redirected } = waitFor(listener);
  const page = await visit(listener, { state, error: 'access_denied', error_description: '<script>' });
  expect(page).toMatchObject({ status: 403, text: expect.not.stringContaining('script') });
  expect(await redirected).toEqual({ error: 'access_denied' });
});

test('a redirect of another state is not taken; the right one still is', async () => {
  await using listener = await listen();
  const { state, seen, redirected } = waitFor(listener);
  expect(await visit(listener, { state: randomUUID(), code: 'forged' })).toMatchObject({ status: 400 });
  expect(await visit(listener, { code: 'forged' })).toMatchObject({ status: 404 });
  expect(await visit(listener, { state, code: 'forged' }, 'favicon.ico')).toMatchObject({ status: 404 });
  expect(await visit(listener, { state })).toMatchObject({ status: 404 });
  const posted = await fetch(`${listener.redirectUri}?state=${state}&code=forged`, { method: 'POST' });
  expect(posted.status).toBe(404);
  expect(seen.strangers).toBe(1);
  await visit(listener, { state, code: 'right' });
  expect(await redirected).toEqual({ code: 'right' });
});

test('whoever sends half a request, or none, holds nothing up', async () => {
  const listener = await listen();
  const { state, redirected } = waitFor(listener);
  const { port } = new URL(listener.redirectUri);
  const half = connect(Number(port), '127.0.0.1').on('error', () => {});
  half.write(`GET /?state=${state}&code=half HTTP/1.1\r\n`);
  const gone = connect(Number(port), '127.0.0.1').on('error', () => {});
  gone.write(`GET http://[ HTTP/1.1\r\nhost: x\r\n\r\n`);
  await visit(listener, { state, code: 'right' });
  expect(await redirected).toEqual({ code: 'right' });
  await listener[Symbol.asyncDispose]();
});

test('nobody is waited for longer than that, and an interruption ends it at once', async () => {
  await using listener = await listen();
  expect(await waitFor(listener, { withinMs: 20 }).redirected).toBeUndefined();
  const controller = new AbortController();
  const { state, redirected } = waitFor(listener, { signal: controller.signal });
  controller.abort();
  await expect(redirected).rejects.toThrow();
  expect(await visit(listener, { state, code: 'late' })).toMatchObject({ status: 404 });
});

test('a port that is taken is told by the system, and one that is left is free again', async () => {
  const port = await freePort();
  {
    await using listener = await listenForRedirect(port);
    await expect(listenForRedirect(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(listener.redirectUri).toBe(`http://localhost:${port}/`);
  }
  await using again = await listenForRedirect(port);
  expect(again.redirectUri).toContain(`${port}`);
});
