import { randomBytes, randomUUID } from 'node:crypto';
import { createGmailAccess } from '../../shared/adapters/google/gmailAccess.ts';
import { createGrantCipher } from '../../shared/adapters/secrets/grantCipher.ts';
import { createGrantVault } from '../../shared/adapters/secrets/grantVault.ts';
import { AgentId, ContactId, type EmailAddress, LocationId, MailboxId } from '../../shared/domain/ids.ts';
import { parseKeyring } from '../../shared/domain/keyring.ts';
import { GMAIL_UNITS } from '../../shared/domain/quota.ts';
import { GMAIL_SCOPES } from '../../shared/domain/scopes.ts';
import type { SyncDeps } from '../../shared/sync/deps.ts';
import { anAddress } from './builders.ts';
import type { Account } from './gmail/account.ts';
import type { GmailSimulator } from './gmail/gmailSimulator.ts';
import { memoryStore } from './memory-store/memoryStore.ts';
import { recordingLog } from './recordingLog.ts';
import { aKeyring } from './stack/environment.ts';

export interface MemoryMailbox {
  readonly mailboxId: MailboxId;
  readonly emailAddress: EmailAddress;
  readonly account: Account;
}

/**
 * One location, its contacts and its agents' mailboxes, on the in-memory store and the real Gmail adapter, with a
 * clock of its own: for tests that need hundreds of worlds.
 */
export class MemoryWorld {
  readonly locationId = LocationId(`location-${randomUUID()}`);
  readonly contacts: readonly EmailAddress[];
  readonly store = memoryStore();
  readonly deps: SyncDeps;
  readonly #gmail: GmailSimulator;
  readonly #grants = createGrantVault(createGrantCipher({ keyrings: oneKeyring() }));
  #now = Date.UTC(2026, 10, 22);

  constructor(gmail: GmailSimulator, options: { contacts: number }) {
    this.#gmail = gmail;
    this.contacts = Array.from({ length: options.contacts }, () => anAddress('contact'));
    this.store.putLocation({ locationId: this.locationId, name: 'Estio' });
    for (const [index, email] of this.contacts.entries()) {
      const contactId = ContactId(`${this.locationId}-contact-${index}`);
      this.store.putContact({
        contactId,
        locationId: this.locationId,
        name: 'Ann',
        emails: [email],
        ghlContactId: null,
      });
    }
    this.deps = {
      store: this.store,
      gmail: createGmailAccess({
        clientId: gmail.oauth.clientId,
        clientSecret: gmail.oauth.clientSecret,
        tokenUrl: gmail.oauth.tokenUrl,
        gmailUrl: gmail.url,
        connections: this.store,
        grants: this.#grants,
      }),
      jobs: { publish: async () => {} },
      clock: { now: () => new Date(this.#now), sleep: async () => {} },
      random: { id: randomUUID, token: () => randomBytes(32).toString('base64url') },
      log: recordingLog().log,
      settings: { units: GMAIL_UNITS, topic: undefined, runMs: 420_000, initialSyncLimit: 50 },
    };
  }

  /** Time passes: leases run out and pauses end. */
  wait(ms: number): void {
    this.#now += ms;
  }

  /** An agent's connected mailbox; not yet synced. */
  async connect(): Promise<MemoryMailbox> {
    const uid = AgentId(`agent-${randomUUID()}`);
    this.store.putAgent({ uid, email: '', locationIds: [this.locationId] });
    const emailAddress = anAddress('mailbox');
    const account = this.#gmail.addAccount({ address: emailAddress });
    const { refreshToken } = this.#gmail.oauth.grant({ address: emailAddress, scopes: GMAIL_SCOPES });
    const mailboxId = MailboxId.of(emailAddress);
    const sealed = await this.#grants.seal(mailboxId, refreshToken);
    const to = { mailboxId, uid, emailAddress, now: this.deps.clock.now() };
    await this.store.connect(to, { sealed, scopes: GMAIL_SCOPES });
    return { mailboxId, emailAddress, account };
  }
}

function oneKeyring() {
  const keyring = parseKeyring(aKeyring());
  return { current: async () => keyring, containing: async () => keyring };
}
