import { randomBytes, randomUUID } from 'node:crypto';
import { createGmailAccess } from '../../../shared/adapters/google/gmailAccess.ts';
import { createGrantCipher } from '../../../shared/adapters/secrets/grantCipher.ts';
import { createGrantVault } from '../../../shared/adapters/secrets/grantVault.ts';
import { readExclusions } from '../../../shared/domain/exclusion.ts';
import { AgentId, ContactId, LocationId } from '../../../shared/domain/ids.ts';
import { parseKeyring } from '../../../shared/domain/keyring.ts';
import { GMAIL_QUOTA, GMAIL_UNITS } from '../../../shared/domain/quota/gmailUnits.ts';
import { createProjectBudget } from '../../../shared/sync/pacing/projectBudget.ts';
import { aLocation } from '../builders.ts';
import type { GmailSimulator } from '../gmail/gmailSimulator.ts';
import { type MemoryStore, memoryStore } from '../memory-store/memoryStore.ts';
import { recordingLog } from '../recordingLog.ts';
import { aKeyring } from '../stack/environment.ts';
import type { Ground } from './ground.ts';

/** The in-memory store and the real Gmail adapter, for tests that need thousands of universes. */
export function memoryGround(
  gmail: GmailSimulator,
  clock: Ground['clock'],
  store: MemoryStore = memoryStore(),
): Ground {
  const grants = createGrantVault(createGrantCipher({ keyrings: oneKeyring() }));
  const { clientId, clientSecret, tokenUrl, revokeUrl } = gmail.oauth;
  const connections = store;
  return {
    gmail,
    clock,
    product: {
      store,
      messages: store,
      histories: store,
      audits: store,
      connections,
      overview: store,
      imports: store,
      outbox: store,
      rounds: store,
      sends: store,
      tenancy: store,
      grants,
      gmail: createGmailAccess({
        clientId,
        clientSecret,
        tokenUrl,
        revokeUrl,
        gmailUrl: gmail.url,
        connections,
        grants,
      }),
      budget: createProjectBudget({ store, clock, quota: GMAIL_QUOTA }),
      jobs: { publish: async () => {} },
      locationJobs: { publish: async () => {} },
      outboxQueue: { wake: async () => {} },
      clock,
      random: { id: randomUUID, token: () => randomBytes(32).toString('base64url') },
      log: recordingLog().log,
      settings: {
        units: GMAIL_UNITS,
        quota: GMAIL_QUOTA,
        topic: undefined,
        runMs: 420_000,
        initialSyncLimit: 50,
        historyFetchLimit: 100,
      },
    },
    location: async ({ excluded, skipAutomated }) => {
      const locationId = LocationId(`location-${randomUUID()}`);
      store.putLocation(aLocation({ locationId, excluded: readExclusions(excluded), skipAutomated }));
      return locationId;
    },
    agent: async (locationIds) => {
      const uid = AgentId(`agent-${randomUUID()}`);
      store.putAgent({ uid, email: '', locationIds });
      return uid;
    },
    contact: async (locationId, emails) => {
      const contactId = ContactId(`contact-${randomUUID()}`);
      store.putContact({ contactId, locationId, name: '', emails, ghlContactId: null });
      return contactId;
    },
    mailbox: async (id) => store.mailbox(id),
    ledger: async (id) => store.ledger(id),
    messages: async (id) => store.messages().filter(({ locationId }) => locationId === id),
    conversations: async (id) => store.conversations().filter(({ locationId }) => locationId === id),
  };
}

function oneKeyring() {
  const keyring = parseKeyring(aKeyring());
  return { current: async () => keyring, containing: async () => keyring };
}
