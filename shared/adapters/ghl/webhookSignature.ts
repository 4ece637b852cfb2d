import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/** GHL's own, the same for all apps. https://marketplace.gohighlevel.com/docs/webhook/WebhookIntegrationGuide */
export const GHL_WEBHOOK_KEY = 'MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg=';

/**
 * A key in PEM, with line breaks or `\n` for them, or its base64 alone.
 * @throws Error where it is none, or not an Ed25519 public key
 */
export function readWebhookKey(written: string): KeyObject {
  const base64 = written.replaceAll('\\n', '\n').replace(/-----(BEGIN|END) PUBLIC KEY-----/g, '');
  const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('is not an Ed25519 public key');
  return key;
}

const SIGNATURE_BYTES = 64;

/** Whether `X-GHL-Signature` is the key's, over the body as it came; without one it is not. */
export function isSigned(body: Uint8Array, signature: string | undefined, key: KeyObject): boolean {
  const bytes = Buffer.from(signature ?? '', 'base64');
  return bytes.length === SIGNATURE_BYTES && verify(null, body, key, bytes);
}
