import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Ids } from './ids.ts';
import type { StoredContact } from './records.ts';

/** Of the webhook guide: https://marketplace.gohighlevel.com/docs/webhook/ContactCreate */
export type ContactEventType = 'ContactCreate' | 'ContactUpdate' | 'ContactDelete';

/** The official package has no types of the events. All three carry the contact, flat, without further addresses. */
export interface ContactEvent {
  readonly type: ContactEventType;
  readonly locationId: string;
  readonly id: string;
  readonly appId: string;
  readonly versionId: string;
  readonly name?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly tags: readonly string[];
  readonly dateAdded: string;
  readonly timestamp: string;
  readonly webhookId: string;
}

/** The bytes that are signed and sent, with the header that goes with them. */
export interface SignedEvent {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Signs what happens to contacts as GHL does, with a key of its own, and delivers it. */
export class Webhooks {
  /** PEM; what the receiver is to check with. */
  readonly publicKey: string;
  readonly appId: string;
  readonly #privateKey: KeyObject;
  readonly #ids: Ids;
  readonly #now: () => Date;

  constructor(ids: Ids, now: () => Date) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.publicKey = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    this.appId = ids.next();
    this.#privateKey = privateKey;
    this.#ids = ids;
    this.#now = now;
  }

  contactEvent(type: ContactEventType, contact: StoredContact): ContactEvent {
    const [firstName = '', ...rest] = contact.name.split(' ');
    return {
      type,
      locationId: contact.locationId,
      versionId: this.appId,
      appId: this.appId,
      id: contact.id,
      name: contact.name,
      firstName,
      lastName: rest.join(' '),
      ...(contact.email !== undefined && { email: contact.email }),
      tags: contact.tags,
      dateAdded: contact.dateAdded.toISOString(),
      timestamp: this.#now().toISOString(),
      webhookId: this.#ids.uuid(),
    };
  }

  /** Ed25519 over the raw body; the same event signed again is the same delivery, as when GHL repeats one. */
  signed(event: object): SignedEvent {
    const body = JSON.stringify(event);
    const signature = sign(null, Buffer.from(body), this.#privateKey).toString('base64');
    return { body, headers: { 'content-type': 'application/json', 'x-ghl-signature': signature } };
  }

  /** Posts it once; GHL itself would repeat after a 429 only. */
  async deliver(url: string, event: object): Promise<number> {
    const { body, headers } = this.signed(event);
    const response = await fetch(url, { method: 'POST', body, headers });
    await response.body?.cancel();
    return response.status;
  }
}
