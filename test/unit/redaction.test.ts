import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { redact } from '../../shared/adapters/logging/redact.ts';
import { EmailAddress, MailboxId } from '../../shared/domain/ids.ts';
import { SyncError } from '../../shared/domain/syncError.ts';
import { newLog } from '../support/log/newLog.ts';

const random = (length = 32) => randomBytes(length).toString('base64url');
const mailboxId = MailboxId.of(`${random()}@example.com`);

const SECRETS: readonly (readonly [string, () => string])[] = [
  ['an access token', () => `ya29.a0${random(60)}`],
  ['a refresh token', () => `1//0g${random(60)}`],
  ['an authorisation code', () => `4/0A${random(40)}`],
  ['a client secret', () => `GOCSPX-${random(21)}`],
  ['a JSON web token', () => `eyJ${random(20)}.eyJ${random(60)}.${random(60)}`],
  ['a private integration token', () => 'pit-3f2b8c1e-9d4a-4f6b-8a7c-1e2d3c4b5a69'],
  ['a key of the keyring', () => randomBytes(32).toString('base64')],
  ['a hexadecimal secret', () => randomBytes(32).toString('hex')],
  ['an opaque token', () => `Zz9${random(36)}`],
  ['an address', () => `ann.${randomBytes(6).toString('hex')}+crm@sub.example.com`],
  ['an address with umlauts', () => `jürgen${randomBytes(6).toString('hex')}@müller.example`],
];

/** Errors as libraries throw them, with a secret wherever there is room for one. */
const PLACES: readonly (readonly [string, (secret: string) => unknown])[] = [
  ['its message', (secret) => new Error(`the answer to ${secret} was no`)],
  ['a quoted message', (secret) => new Error(`bad value "${secret}", and '${secret}'; (${secret})`)],
  ['a cause', (secret) => new Error('outer', { cause: new Error(`inner ${secret}`) })],
  ['a cause that is text', (secret) => new Error('outer', { cause: secret })],
  ['a cause five deep', (secret) => deep(secret, 5)],
  ['one of many errors', (secret) => new AggregateError([new Error(secret)], `all of ${secret}`)],
  [
    'the request',
    (secret) => Object.assign(new Error('403'), { config: { headers: { authorization: secret } } }),
  ],
  [
    'the answer',
    (secret) => Object.assign(new Error('403'), { response: { data: secret, config: { body: secret } } }),
  ],
  ['its name', (secret) => Object.assign(new Error('x'), { name: secret })],
  ['its code', (secret) => Object.assign(new Error('x'), { code: secret })],
  [
    'its stack',
    (secret) => Object.assign(new Error('x'), { stack: `Error: ${secret}\n    at ${secret} (a.ts:1:2)` }),
  ],
  ['a message that looks like a stack', (secret) => new Error(`x\n    at ${secret} (/a/b.ts:1:2)`)],
  ['text that is thrown', (secret) => secret],
  ['an object that is thrown', (secret) => ({ message: secret, toString: () => secret })],
  [
    'a sync error',
    (secret) => new SyncError('unavailable', `call ${secret}`, { message: secret, cause: { secret } }),
  ],
  ['JSON that does not parse', (secret) => caught(() => JSON.parse(`${secret} is not JSON`))],
];

function deep(secret: string, levels: number): Error {
  return levels === 0 ? new Error(secret) : new Error(`level ${levels}`, { cause: deep(secret, levels - 1) });
}

function caught(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe.each(SECRETS)('%s', (_, newSecret) => {
  test.each(PLACES)('in %s does not reach the log', (_place, errorWith) => {
    const secret = newSecret();
    const { log, text, lines } = newLog();
    const error = errorWith(secret);
    log.event('unexpectedFailure', { error });
    log.event('watchRefused', { mailboxId, error });
    expect(lines()).toHaveLength(2);
    for (const part of [secret, secret.slice(0, 18), secret.slice(-18)]) expect(text()).not.toContain(part);
  });
});

describe('redaction', () => {
  const secret = `s3cret-${randomBytes(4).toString('hex')}`;

  test.each([
    `Authorization: Bearer ${secret}`,
    `"authorization":"Basic ${secret}"`,
    `{"refresh_token":"${secret}","expires_in":3599}`,
    `{\\"access_token\\":\\"${secret}\\"}`,
    `grant_type=refresh_token&refresh_token=${secret}&client_id=x`,
    `client_secret: '${secret}'`,
    `https://app.example/callback?state=1&code=${secret}`,
    `x-api-key=${secret}`,
    `CRON_SECRET=${secret}`,
    `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`,
    `-----BEGIN RSA PRIVATE KEY-----\n${secret}\ncut off`,
  ])('knows a secret by what it is called: %s', (text) => {
    expect(redact(text)).not.toContain(secret);
  });

  test('leaves the same hash for the same secret, and none for one that could be guessed', () => {
    const token = `ya29.${random()}`;
    expect(redact(`a ${token}`).slice(2)).toBe(redact(`b ${token}`).slice(2));
    expect(redact(`a ${token}`)).toMatch(/^a \[redacted:[0-9a-f]{6}\]$/);
    expect(redact('password=hunter2')).toBe('password=[redacted]');
  });

  test('leaves of an address the beginning of the mailbox id that belongs to it', () => {
    const address = `Ann.${randomBytes(4).toString('hex')}@Example.com`;
    const hash = MailboxId.of(EmailAddress(address)).slice(0, 8);
    expect(redact(`no grant for <${address}>`)).toBe(`no grant for <[address:${hash}]>`);
    expect(redact(`GET /users/${address.replace('@', '%40')}/profile`)).toBe(
      `GET /users/[address:${hash}]/profile`,
    );
  });

  test.each([
    'gmail.history.list: historyExpired',
    '5 NOT_FOUND: No document to update: projects/p/databases/(default)/documents/mailboxes/uFz3AbCdE5_hIjK-mN0pQrStUv1/ledger/18f3abc',
    'connect ECONNREFUSED 127.0.0.1:8085',
    'cannot read projects/p/secrets/token-keyring/versions/latest (permissionDenied) → grant roles/secretmanager.secretAccessor',
    '    at Firestore.runTransaction (file:///workspace/node_modules/@google-cloud/firestore/build/src/index.js:10:2)',
    'Unexpected end of JSON input',
    "Cannot read properties of undefined (reading 'historyId')",
  ])('leaves what a person needs: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  test('cuts what is pasted into a message, and is quick about any text', () => {
    const started = process.cpuUsage();
    for (const unit of [
      'a',
      'aA1',
      '@',
      'a@',
      '"',
      '=',
      'token=',
      '-----BEGIN X-----',
      '%40',
      '\\"',
      '\n    at x',
    ]) {
      expect(redact(unit.repeat(200_000)).length).toBeLessThanOrEqual(1_001);
    }
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(2_000);
  });
});
