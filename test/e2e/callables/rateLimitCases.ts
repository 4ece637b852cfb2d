import { expect } from '@jest/globals';
import { RATE_LIMITS } from '../../../shared/domain/rateLimit.ts';
import { type CallableCases, touched } from '../../support/stack/callableStage.ts';
import { refusalOf } from '../../support/stack/client.ts';

const { burst, perMinute } = RATE_LIMITS.connectGmail;
const many = <T>(call: () => Promise<T>, times: number) =>
  Promise.all(Array.from({ length: times }, () => call()));

export const RATE_LIMIT_CASES: CallableCases = {
  'who calls in a loop is told when to come back, and only of what they called': async (stage) => {
    const agent = await stage.agents.anAgent();
    const client = await stage.client(agent);
    for (let times = 0; times < burst; times++) await client.call('connectGmail', {});

    const { code, message, details } = await refusalOf(client.call('connectGmail', {}));
    expect(code).toBe('resource-exhausted');
    expect(details).toEqual({ retryAfterSeconds: expect.any(Number) });
    const { retryAfterSeconds } = Object(details);
    expect(retryAfterSeconds).toBeGreaterThan(0);
    expect(retryAfterSeconds).toBeLessThanOrEqual(60 / perMinute);
    expect(message).toBe(`connectGmail was called too often: try again in ${retryAfterSeconds} s.`);

    await client.call('getSyncStatus', {});
    const another = await stage.client(await stage.agents.anAgent(agent.locationId));
    await another.call('connectGmail', {});
  },

  'of calls at once as many are let through as of calls in a row': async (stage) => {
    const client = await stage.client(await stage.agents.anAgent());
    const call = () => client.call('connectGmail', {}).then(() => 'answered');
    const outcomes = await many(() => call().catch(String), burst + 6);
    const count = (sought: RegExp) => outcomes.filter((outcome) => sought.test(outcome)).length;
    expect([count(/^answered$/), count(/called too often/)]).toEqual([burst, 6]);
  },

  'a wrong input costs nothing': async (stage) => {
    const client = await stage.client(await stage.agents.anAgent());
    const wrong = () => refusalOf(client.send('connectGmail', { loginHint: 'nobody' }));
    const refusals = await many(wrong, burst + 5);
    expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['invalid-argument']));
    await client.call('connectGmail', {});
  },

  'what is kept of it says when it may go': async (stage) => {
    const agent = await stage.agents.anAgent();
    const client = await stage.client(agent);
    await client.call('connectGmail', {});
    const kept = await stage.db.doc(`rateLimits/${agent.uid}`).get();
    const fullAt = kept.get('fullAt.connectGmail').toMillis();
    expect(kept.get('expireAt').toMillis()).toBe(fullAt);
    expect(fullAt - Date.now()).toBeLessThanOrEqual(60_000 / perMinute);
  },

  'it costs one read and one write, and one read where the call is refused': async (stage) => {
    const { served, firestore, close } = await stage.serveCounted();
    const client = await stage.client(await stage.agents.anAgent(), served);
    const costOf = async (call: () => Promise<unknown>) => {
      firestore.reset();
      await call().catch(() => {});
      return touched(firestore)
        .filter((each) => !each.endsWith(' users'))
        .sort();
    };
    const calling = () => client.call('connectGmail', {});
    expect(await costOf(calling)).toEqual(['read rateLimits', 'write oauthStates', 'write rateLimits']);
    await many(calling, burst - 1);
    expect(await costOf(calling)).toEqual(['read rateLimits']);
    expect(await costOf(() => client.send('connectGmail', { loginHint: 'nobody' }))).toEqual([]);
    await close();
  },

  'what is kept of it and cannot be read locks nobody out': async (stage) => {
    const agent = await stage.agents.anAgent();
    await stage.db.doc(`rateLimits/${agent.uid}`).set({ fullAt: 'noon' });
    const client = await stage.client(agent);
    await many(() => client.call('connectGmail', {}), burst + 1);
  },
};
