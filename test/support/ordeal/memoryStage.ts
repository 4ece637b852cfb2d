import { randomBytes, randomUUID } from 'node:crypto';
import { createGmailAccess } from '../../../shared/adapters/google/gmailAccess.ts';
import type { GrantVault } from '../../../shared/adapters/secrets/grantVault.ts';
import { AgentId, ContactId, LocationId, MailboxId } from '../../../shared/domain/ids.ts';
import { GMAIL_UNITS } from '../../../shared/domain/quota.ts';
import { GMAIL_SCOPES } from '../../../shared/domain/scopes.ts';
import { anAddress } from '../builders.ts';
import type { GmailSimulator } from '../gmail/gmailSimulator.ts';
import { memoryStore } from '../memory-store/memoryStore.ts';
import { recordingLog } from '../recordingLog.ts';
import { Stage } from './stage.ts';

const TOPIC = 'projects/demo/topics/gmail-sync';

const IN_CLEAR: GrantVault = { seal: async (_, token) => token, open: async (_, sealed) => sealed };

/** A stage on the in-memory store and the real Gmail adapter. */
export async function memoryStage(simulator: GmailSimulator): Promise<Stage> {
  const store = memoryStore();
  const { oauth } = simulator;
  const locationId = LocationId(randomUUID());
  const uid = AgentId(randomUUID());
  const contact = anAddress('contact');
  store.putLocation({ locationId, name: 'Estio' });
  store.putAgent({ uid, email: '', locationIds: [locationId] });
  store.putContact({
    contactId: ContactId(randomUUID()),
    locationId,
    name: 'Ann',
    emails: [contact],
    ghlContactId: null,
  });
  return new Stage({
    contact,
    deps: {
      store,
      overview: store,
      gmail: createGmailAccess({
        clientId: oauth.clientId,
        clientSecret: oauth.clientSecret,
        tokenUrl: oauth.tokenUrl,
        revokeUrl: oauth.revokeUrl,
        gmailUrl: simulator.url,
        connections: store,
        grants: IN_CLEAR,
      }),
      jobs: { publish: async () => {} },
      clock: { now: () => new Date(), sleep: async () => {} },
      random: { id: randomUUID, token: () => randomBytes(32).toString('base64url') },
      log: recordingLog().log,
      settings: { units: GMAIL_UNITS, topic: TOPIC, runMs: 420_000, initialSyncLimit: 50 },
    },
    async connect() {
      const emailAddress = anAddress('mailbox');
      const account = simulator.addAccount({ address: emailAddress });
      const mailboxId = MailboxId.of(emailAddress);
      const { refreshToken } = oauth.grant({ address: emailAddress, scopes: GMAIL_SCOPES });
      const to = { mailboxId, uid, emailAddress, now: new Date() };
      await store.connect(to, { sealed: refreshToken, scopes: GMAIL_SCOPES });
      return { mailboxId, emailAddress, account };
    },
    mailbox: async (id) => known(store.mailbox(id)),
    ledger: async (id) => store.ledger(id),
    messages: async () => store.messages(),
    conversations: async () => store.conversations(),
  });
}

function known<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('There is no such mailbox');
  return found;
}
