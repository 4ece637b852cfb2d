import { createHash } from 'node:crypto';
import type { Envelope } from './message.ts';

/**
 * What makes an email the same email in every mailbox that holds it. The Message-ID alone does not: anybody
 * can send a different mail under a known one. JSON keeps the fields apart, so no field can pose as two.
 */
export function fingerprintOf(envelope: Envelope): string {
  const { rfc822MessageId, from, dateHeader, subject } = envelope;
  const identity = [rfc822MessageId, from.map(({ address }) => address), dateHeader, subject];
  return createHash('sha256').update(JSON.stringify(identity)).digest('base64url');
}
