import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { GHL_WEBHOOK_KEY, isSigned, readWebhookKey } from '../../../shared/adapters/ghl/webhookSignature.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
const key = readWebhookKey(pem);
const body = Buffer.from('{"type":"ContactCreate"}');
const signature = sign(null, body, privateKey).toString('base64');

describe('a key', () => {
  test.each([
    ['in PEM', pem],
    ['in PEM on one line, as environments have it', pem.replaceAll('\n', '\\n')],
    ['as its base64 alone', publicKey.export({ format: 'der', type: 'spki' }).toString('base64')],
  ])('%s is read', (_, written) => {
    expect(isSigned(body, signature, readWebhookKey(written))).toBe(true);
  });

  test('of GHL’s own is one', () => {
    expect(isSigned(body, signature, readWebhookKey(GHL_WEBHOOK_KEY))).toBe(false);
  });

  test.each([
    ['nothing', ''],
    ['no key', 'secret'],
    [
      'a key of another kind',
      generateKeyPairSync('rsa', { modulusLength: 2048 })
        .publicKey.export({ format: 'pem', type: 'spki' })
        .toString(),
    ],
  ])('%s is refused', (_, written) => {
    expect(() => readWebhookKey(written)).toThrow();
  });
});

describe('a signature', () => {
  const other = generateKeyPairSync('ed25519');
  test.each<readonly [string, string | undefined]>([
    ['that is missing', undefined],
    ['that is empty', ''],
    ['that says that there is none', 'N/A'],
    ['of another key', sign(null, body, other.privateKey).toString('base64')],
    ['of another body', sign(null, Buffer.from('{}'), privateKey).toString('base64')],
    ['that is cut', signature.slice(0, 40)],
    ['in hexadecimal digits', Buffer.from(signature, 'base64').toString('hex')],
  ])('%s is none', (_, given) => {
    expect(isSigned(body, given, key)).toBe(false);
  });

  test('is of every byte of the body', () => {
    const altered = Buffer.from(body);
    altered.writeUInt8(altered.readUInt8(5) ^ 1, 5);
    expect(isSigned(altered, signature, key)).toBe(false);
    expect(isSigned(Buffer.concat([body, Buffer.from('\n')]), signature, key)).toBe(false);
  });
});
