import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Config } from './config.ts';

const Claims = z.object({ email: z.string(), email_verified: z.literal(true), exp: z.number() });

/**
 * Who calls a function that is not for the public: a person with the cron secret, or Cloud Scheduler as its service
 * account. The platform lets nobody but that account in, and has checked its token when it comes here; what is left of
 * it has no signature that could be checked again. Where no platform stands before the functions, the account is not
 * configured, and the secret alone counts.
 */
export function isScheduledCaller(
  authorization: string | undefined,
  { CRON_SECRET, SCHEDULER_SERVICE_ACCOUNT }: Pick<Config, 'CRON_SECRET' | 'SCHEDULER_SERVICE_ACCOUNT'>,
  now: Date,
): boolean {
  if (isSecret(authorization, CRON_SECRET)) return true;
  if (SCHEDULER_SERVICE_ACCOUNT === undefined) return false;
  const claims = Claims.safeParse(payloadOf(authorization));
  return (
    claims.success &&
    claims.data.email === SCHEDULER_SERVICE_ACCOUNT &&
    claims.data.exp * 1_000 > now.getTime()
  );
}

/** Compared as hashes, in constant time: neither the length nor a matching start can be measured. */
function isSecret(authorization: string | undefined, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${secret}`));
}

/** The middle of a token, as JSON; undefined where it is none. */
function payloadOf(authorization: string | undefined): unknown {
  const payload = /^Bearer [\w-]+\.(?<payload>[\w-]+)\.[\w-]*$/.exec(authorization ?? '')?.groups?.[
    'payload'
  ];
  try {
    return JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
