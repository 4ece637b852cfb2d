import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { stoppedClock } from '../../support/ghl/ghlScene.ts';
import { GhlSimulator } from '../../support/ghl/ghlSimulator.ts';
import { restClient } from '../../support/ghl/restClient.ts';

const clock = stoppedClock();
let simulator: GhlSimulator;
beforeEach(async () => {
  simulator = await GhlSimulator.start({ now: clock.now });
});
afterEach(() => simulator.close());

function calls() {
  const location = simulator.addLocation();
  const { id } = location.addContact({ name: 'Ann', email: 'ann@example.com' });
  const rest = restClient(simulator, location);
  return { location, call: () => rest('GET', `/contacts/${id}`) };
}

test('every answer tells what is left, also one that refuses', async () => {
  const { location, call } = calls();
  await call();
  location.contacts.clear();
  const { status, headers } = await call();
  expect(status).toBe(400);
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-ratelimit-max': '100',
    'x-ratelimit-remaining': '98',
    'x-ratelimit-interval-milliseconds': '10000',
    'x-ratelimit-limit-daily': '200000',
    'x-ratelimit-daily-remaining': '199998',
    'x-ratelimit-daily-reset': String(12 * 3_600_000),
  });
});

test('nothing is refused unless the limits are enforced', async () => {
  const { call } = calls();
  simulator.limits.max = 1;
  await call();
  expect((await call()).status).toBe(200);
});

test('the interval rolls: a call is possible again when the oldest of them is ten seconds old', async () => {
  const { location, call } = calls();
  Object.assign(simulator.limits, { enforced: true, max: 2 });
  await call();
  clock.pass(6_000);
  await call();
  const refused = await call();
  expect(refused.status).toBe(429);
  expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
  clock.pass(3_999);
  expect((await call()).status).toBe(429);
  clock.pass(1);
  expect((await call()).status).toBe(200);
  expect((await call()).status).toBe(429);
  // What was refused does not count.
  expect(location.limits.usedToday).toBe(3);
});

test('a day’s limit ends with the day, and each location has its own', async () => {
  const [one, two] = [calls(), calls()];
  simulator.limits.enforced = true;
  one.location.limits.spendToday(200_000);
  const { status, headers } = await one.call();
  expect(status).toBe(429);
  expect(headers.get('x-ratelimit-daily-remaining')).toBe('0');
  expect((await two.call()).status).toBe(200);
  clock.pass(Number(headers.get('x-ratelimit-daily-reset')));
  expect((await one.call()).status).toBe(200);
});
