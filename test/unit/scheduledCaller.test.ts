import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isScheduledCaller } from '../../functions/scheduledCaller.ts';

const NOW = new Date('2026-11-23T08:00:00Z');
const CRON_SECRET = 'a secret of sixteen characters';
const ACCOUNT = 'scheduler@estio.iam.gserviceaccount.com';

const inAnHour = NOW.getTime() / 1_000 + 3_600;
const part = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');
/** As the platform hands it on. */
const token = (claims: object) =>
  `Bearer ${part({ alg: 'RS256' })}.${part(claims)}.SIGNATURE_REMOVED_BY_GOOGLE`;
const claims = { email: ACCOUNT, email_verified: true, exp: inAnHour };

const inCloud = (authorization: string | undefined) =>
  isScheduledCaller(authorization, { CRON_SECRET, SCHEDULER_SERVICE_ACCOUNT: ACCOUNT }, NOW);
const elsewhere = (authorization: string | undefined) =>
  isScheduledCaller(authorization, { CRON_SECRET, SCHEDULER_SERVICE_ACCOUNT: undefined }, NOW);

describe('who may have a round begun', () => {
  test('whoever has the cron secret', () => {
    for (const may of [inCloud, elsewhere]) {
      expect(may(`Bearer ${CRON_SECRET}`)).toBe(true);
      expect(may(CRON_SECRET)).toBe(false);
      expect(may(`Bearer ${CRON_SECRET} `)).toBe(false);
      expect(may(undefined)).toBe(false);
    }
  });

  test('the Scheduler’s account, where the platform has let it in', () => {
    expect(inCloud(token(claims))).toBe(true);
  });

  test.each([
    ['another account', { ...claims, email: 'other@estio.iam.gserviceaccount.com' }],
    ['an address that is not verified', { ...claims, email_verified: false }],
    ['a token that has ended', { ...claims, exp: NOW.getTime() / 1_000 }],
    ['a token without an end', { email: ACCOUNT, email_verified: true }],
    ['a list', [claims]],
  ])('not %s', (_, spoilt) => {
    expect(inCloud(token(spoilt))).toBe(false);
  });

  test('no token at all where no account is configured', () => {
    expect(elsewhere(token(claims))).toBe(false);
  });

  test('whatever else is in the header is refused, and never an error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `Bearer a.${text}.b`),
        ),
        (header) => {
          expect(inCloud(header)).toBe(false);
        },
      ),
    );
  });
});
