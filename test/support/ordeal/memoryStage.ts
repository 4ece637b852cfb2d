import { randomBytes, randomUUID } from 'node:crypto';
import { createGmailAccess } from '../../../shared/adapters/google/gmailAccess.ts';
import type { GrantVault } from '../../../shared/adapters/secrets/grantVault.ts';
import { AgentId, ContactId, EmailAddress, LocationId, MailboxId } from '../../../shared/domain/ids.ts';
import { GMAIL_QUOTA, GMAIL_UNITS } from '../../../shared/domain/quota/gmailUnits.ts';
import { GMAIL_SCOPES } from '../../../shared/domain/scopes.ts';
import { createProjectBudget } from '../../../shared/sync/pacing/projectBudget.ts';
import { aLocation, anAddress } from '../builders.ts';
import type { Account } from '../gmail/account.ts';
import type { GmailSimulator } from '../gmail/gmailSimulator.ts';
import { memoryStore } from '../memory-store/memoryStore.ts';
import { recordingLog } from '../recordingLog.ts';
import { Stage, type StageMailbox } from './stage.ts';

const TOPIC = 'projects/demo/topics/gmail-sync';

const IN_CLEAR: GrantVault = { seal: async (_, token) => token, open: async (_, sealed) => sealed };

/** A stage on the in-memory store and the real Gmail adapter. */
export async function memoryStage(simulator: GmailSimulator): Promise<Stage> {
  const store = memoryStore();
  const { oauth } = simulator;
  const anAgent = (contact: EmailAddress): AgentId => {
    const locationId = LocationId(randomUUID());
    const uid = AgentId(randomUUID());
    store.putLocation(aLocation({ locationId }));
    store.putAgent({ uid, email: '', locationIds: [locationId] });
    store.putContact({
      contactId: ContactId(randomUUID()),
      locationId,
      name: 'Ann',
      emails: [contact],
      ghlContactId: null,
    });
    return uid;
  };
  const connect = async (uid: AgentId, account: Account): Promise<StageMailbox> => {
    const emailAddress = EmailAddress(account.address);
    const mailboxId = MailboxId.of(emailAddress);
    const { refreshToken } = oauth.grant({ address: emailAddress, scopes: GMAIL_SCOPES });
    const to = { mailboxId, uid, emailAddress, now: new Date() };
    const { outcome } = await store.connect(to, { sealed: refreshToken, scopes: GMAIL_SCOPES });
    if (outcome !== 'connected') throw new Error(`The mailbox is ${outcome}`);
    return { mailboxId, emailAddress, account, refreshToken };
  };
  const contact = anAddress('contact');
  const clock = { now: () => new Date(), sleep: async () => {} };
  const uid = anAgent(contact);
  return new Stage({
    contact,
    gmail: simulator,
    deps: {
      store,
      messages: store,
      histories: store,
      audits: store,
      overview: store,
      connections: store,
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
      outboxQueue: { wake: async () => {} },
      clock,
      budget: createProjectBudget({ store, clock, quota: GMAIL_QUOTA }),
      random: { id: randomUUID, token: () => randomBytes(32).toString('base64url') },
      log: recordingLog().log,
      settings: {
        units: GMAIL_UNITS,
        quota: GMAIL_QUOTA,
        topic: TOPIC,
        runMs: 420_000,
        initialSyncLimit: 50,
        historyFetchLimit: 100,
      },
    },
    connect: () => connect(uid, simulator.addAccount({ address: anAddress('mailbox') })),
    takeOver: ({ account }, from) => connect(anAgent(from), account),
    mailbox: async (id) => known(store.mailbox(id)),
    ledger: async (id) => store.ledger(id),
    runs: async (id) => store.runs(id),
    messages: async () => store.messages(),
    conversations: async () => store.conversations(),
  });
}

function known<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('There is no such mailbox');
  return found;
}
