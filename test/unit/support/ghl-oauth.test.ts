import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { GhlLocation } from '../../support/ghl/ghlLocation.ts';
import { stoppedClock } from '../../support/ghl/ghlScene.ts';
import { GhlSimulator } from '../../support/ghl/ghlSimulator.ts';

const clock = stoppedClock();
let simulator: GhlSimulator;
let location: GhlLocation;
beforeEach(async () => {
  simulator = await GhlSimulator.start({ now: clock.now });
  location = simulator.addLocation();
});
afterEach(() => simulator.close());

const TOKENS = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  expires_in: z.literal(86_399),
  userType: z.literal('Location'),
  locationId: z.string(),
});
const REDIRECT = 'https://crm.example.com/ghl/callback';

async function post(form: Record<string, string>) {
  const { clientId: client_id, clientSecret: client_secret } = simulator.oauth.client;
  const response = await fetch(`${simulator.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id, client_secret, user_type: 'Location', ...form }),
  });
  return { status: response.status, body: await response.json() };
}

const refresh = (refresh_token: string) => post({ grant_type: 'refresh_token', refresh_token });

const opens = async (token: string) => {
  const { status } = await fetch(`${simulator.url}/conversations/search?locationId=${location.id}`, {
    headers: { authorization: `Bearer ${token}`, version: '2021-04-15' },
  });
  return status === 200;
};

describe('a code', () => {
  test('gives tokens of its location, once', async () => {
    const code = simulator.oauth.authorize(location, REDIRECT);
    const form = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT };
    const { access_token, locationId } = TOKENS.parse((await post(form)).body);
    expect(locationId).toBe(location.id);
    expect(await opens(access_token)).toBe(true);
    expect(await post(form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('is worth nothing after ten minutes, or elsewhere', async () => {
    const late = simulator.oauth.authorize(location, REDIRECT);
    clock.pass(600_000);
    const here = { grant_type: 'authorization_code', redirect_uri: REDIRECT };
    expect((await post({ ...here, code: late })).status).toBe(400);
    const code = simulator.oauth.authorize(location, REDIRECT);
    expect((await post({ ...here, code, redirect_uri: 'https://evil.example.com' })).status).toBe(400);
  });

  test('comes by the page on which a person picks a location, with the state', async () => {
    const query = new URLSearchParams({
      client_id: simulator.oauth.client.clientId,
      redirect_uri: REDIRECT,
      state: 'ours',
    });
    const choose = async () => {
      const url = `${simulator.url}/oauth/chooselocation?${query}`;
      const { headers } = await fetch(url, { redirect: 'manual' });
      return new URL(headers.get('location') ?? '').searchParams;
    };
    expect(Object.fromEntries(await choose())).toEqual({ error: 'access_denied', state: 'ours' });
    simulator.oauth.chosen = location;
    const chosen = await choose();
    expect(chosen.get('state')).toBe('ours');
    const code = chosen.get('code') ?? '';
    expect((await post({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT })).status).toBe(200);
  });
});

describe('a refresh token', () => {
  test('is worth one renewal: what follows is another pair', async () => {
    const first = simulator.oauth.grant(location);
    const renewed = TOKENS.parse((await refresh(first.refreshToken)).body);
    expect(renewed.refresh_token).not.toBe(first.refreshToken);
    expect(await opens(renewed.access_token)).toBe(true);
    expect(await refresh(first.refreshToken)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect((await refresh(renewed.refresh_token)).status).toBe(200);
  });

  test('is spent also where the answer is lost', async () => {
    const { refreshToken } = simulator.oauth.grant(location);
    simulator.faults.add({ method: 'oauth.token', when: 'after', reply: 'close' });
    await expect(refresh(refreshToken)).rejects.toThrow('fetch failed');
    expect((await refresh(refreshToken)).status).toBe(400);
  });
});

test('an access token lives for a day, an integration token until it is ended', async () => {
  const { accessToken } = simulator.oauth.grant(location);
  const integration = simulator.token(location);
  expect([await opens(accessToken), await opens(integration)]).toEqual([true, true]);
  clock.pass(86_399_000);
  expect([await opens(accessToken), await opens(integration)]).toEqual([false, true]);
  simulator.oauth.end(integration);
  expect(await opens(integration)).toBe(false);
});

test('an app that is removed opens nothing any more', async () => {
  const { accessToken, refreshToken } = simulator.oauth.grant(location);
  const integration = simulator.token(location);
  simulator.oauth.uninstall(location);
  expect([await opens(accessToken), await opens(integration)]).toEqual([false, false]);
  expect((await refresh(refreshToken)).status).toBe(400);
});

test('only the app may ask, and by a form', async () => {
  const { refreshToken: refresh_token } = simulator.oauth.grant(location);
  const form = { grant_type: 'refresh_token', refresh_token };
  expect((await post({ ...form, client_secret: 'wrong' })).status).toBe(401);
  const json = await fetch(`${simulator.url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(form),
  });
  expect(json.status).toBe(422);
  expect((await refresh(refresh_token)).status).toBe(200);
});
