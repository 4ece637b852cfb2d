import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Firestore } from '@google-cloud/firestore';
import { firestoreAuditStore } from '../shared/adapters/firestore/auditStore.ts';
import { firestoreConnectionStore } from '../shared/adapters/firestore/connectionStore.ts';
import { firestoreConversationStore } from '../shared/adapters/firestore/conversationStore.ts';
import { firestoreDirectoryStore } from '../shared/adapters/firestore/directoryStore.ts';
import { firestoreGhlLinkStore } from '../shared/adapters/firestore/ghlLinkStore.ts';
import { firestoreHistoryFetchStore } from '../shared/adapters/firestore/historyFetchStore.ts';
import { firestoreImportStore } from '../shared/adapters/firestore/importStore.ts';
import { firestoreMessageStore } from '../shared/adapters/firestore/messageStore.ts';
import { firestoreOutboxStore } from '../shared/adapters/firestore/outboxStore.ts';
import { firestoreOverviewStore } from '../shared/adapters/firestore/overviewStore.ts';
import { firestorePersonStore } from '../shared/adapters/firestore/personStore.ts';
import { firestoreQuotaStore } from '../shared/adapters/firestore/quotaStore.ts';
import { firestoreRateLimits } from '../shared/adapters/firestore/rateLimits.ts';
import { firestoreRelayStore } from '../shared/adapters/firestore/relayStore.ts';
import { firestoreRoundStore } from '../shared/adapters/firestore/roundStore.ts';
import { firestoreSealedStore } from '../shared/adapters/firestore/sealedStore.ts';
import { firestoreSendStore } from '../shared/adapters/firestore/sendStore.ts';
import { firestoreSyncStore } from '../shared/adapters/firestore/syncStore.ts';
import { firestoreTenancyStore } from '../shared/adapters/firestore/tenancyStore.ts';
import { createGhlAccess } from '../shared/adapters/ghl/ghlAccess.ts';
import { createGhlOAuth } from '../shared/adapters/ghl/ghlOAuth.ts';
import { createGmailAccess } from '../shared/adapters/google/gmailAccess.ts';
import { createGoogleOAuth } from '../shared/adapters/google/oauth.ts';
import { createLog } from '../shared/adapters/logging/createLog.ts';
import { composeMail } from '../shared/adapters/mime/composeMail.ts';
import { pubsubDeadLetters } from '../shared/adapters/pubsub/deadLetters.ts';
import { pubsubJobQueue } from '../shared/adapters/pubsub/jobQueue.ts';
import { pubsubOutboxQueue } from '../shared/adapters/pubsub/outboxQueue.ts';
import { createGhlVault } from '../shared/adapters/secrets/ghlVault.ts';
import { createGrantCipher } from '../shared/adapters/secrets/grantCipher.ts';
import { createGrantVault } from '../shared/adapters/secrets/grantVault.ts';
import { createKeyringKeeper } from '../shared/adapters/secrets/keyringKeeper.ts';
import { createKeyringSource } from '../shared/adapters/secrets/keyringSource.ts';
import { secretManager } from '../shared/adapters/secrets/secretManager.ts';
import { secretManagerAt } from '../shared/adapters/secrets/secretManagerClient.ts';
import { createSecretSource } from '../shared/adapters/secrets/secretSource.ts';
import { secretVersions } from '../shared/adapters/secrets/secretVersions.ts';
import { GMAIL_UNITS } from '../shared/domain/quota/gmailUnits.ts';
import { TOPICS } from '../shared/domain/topics.ts';
import type { GhlAccess, GhlLinkStore, GhlOAuth, GhlProbe, GhlVault } from '../shared/ports/ghl.ts';
import type { KeyringKeeper, SealedStore } from '../shared/ports/keyring.ts';
import type { PersonStore } from '../shared/ports/persons.ts';
import type { Clock, ComposeMail, DeadLetters, LocationJobQueue, Random } from '../shared/ports/platform.ts';
import type { ConversationStore } from '../shared/ports/stores/conversationStore.ts';
import type { DirectoryStore } from '../shared/ports/stores/directoryStore.ts';
import type { ImportStore } from '../shared/ports/stores/importStore.ts';
import type { OutboxStore } from '../shared/ports/stores/outboxStore.ts';
import type { OverviewStore } from '../shared/ports/stores/overviewStore.ts';
import type { RateLimitStore } from '../shared/ports/stores/rateLimitStore.ts';
import type { RelayStore } from '../shared/ports/stores/relayStore.ts';
import type { RoundStore } from '../shared/ports/stores/roundStore.ts';
import type { SendStore } from '../shared/ports/stores/sendStore.ts';
import type { TenancyStore } from '../shared/ports/stores/tenancyStore.ts';
import type { SyncDeps } from '../shared/sync/deps.ts';
import type { FinishDeps } from '../shared/sync/linking/finishConnection.ts';
import { Admission } from '../shared/sync/pacing/admission.ts';
import { createProjectBudget } from '../shared/sync/pacing/projectBudget.ts';
import { type Config, readConfig } from './config.ts';
import { isMemoryShort } from './memory.ts';
import { requestContext } from './requestContext.ts';

export interface App extends SyncDeps, Omit<FinishDeps, 'gmail'> {
  readonly config: Config;
  readonly admission: Admission;
  readonly overview: OverviewStore;
  readonly tenancy: TenancyStore;
  readonly persons: PersonStore;
  readonly rounds: RoundStore;
  readonly rateLimits: RateLimitStore;
  readonly sends: SendStore;
  readonly imports: ImportStore;
  readonly locationJobs: LocationJobQueue;
  readonly deadLetters: DeadLetters;
  readonly composeMail: ComposeMail;
  readonly outbox: OutboxStore;
  readonly relays: RelayStore;
  readonly directory: DirectoryStore;
  readonly conversations: ConversationStore;
  readonly links: GhlLinkStore;
  readonly vault: GhlVault;
  readonly ghl: GhlAccess & GhlProbe;
  readonly ghlOAuth: GhlOAuth | undefined;
  readonly keyringKeeper: KeyringKeeper;
  readonly seals: SealedStore;
}

const systemClock: Clock = { now: () => new Date(), sleep: (milliseconds) => sleep(milliseconds) };

const random: Random = {
  id: randomUUID,
  token: () => randomBytes(32).toString('base64url'),
};

/** Event functions end after 540 s; what a run has begun by then, two minutes are enough to finish. */
const RUN_MS = 420_000;

let joined: App | undefined;

/** The instance's one set of clients, joined to the use cases by the first function that needs it. */
export function app(): App {
  joined ??= createApp(readConfig());
  return joined;
}

/** Joins adapters to use cases; `overrides` let a test choose clock and log. */
export function createApp(config: Config, overrides: Partial<Pick<App, 'clock' | 'log'>> = {}): App {
  const current = () => requestContext(config.GOOGLE_CLOUD_PROJECT);
  const { clock = systemClock, log = createLog({ current }) } = overrides;
  const db = new Firestore({ projectId: config.GOOGLE_CLOUD_PROJECT });
  const secretsAt = secretManagerAt(config.SECRET_MANAGER_API_URL);
  const access = secretManager(secretsAt);
  const secrets = createSecretSource({ access, clock, log });
  const keyrings = createKeyringSource({ secrets, configured: config.TOKEN_KEYRING, clock });
  const cipher = createGrantCipher({ keyrings });
  const grants = createGrantVault(cipher);
  const links = firestoreGhlLinkStore(db);
  const vault = createGhlVault(cipher);
  const ghlOAuth = ghlOAuthOf(config, clock);
  const connections = firestoreConnectionStore(db);
  const jobs = pubsubJobQueue({ projectId: config.GOOGLE_CLOUD_PROJECT, topic: TOPICS.jobs, log });
  const quota = {
    mailbox: config.GMAIL_MAILBOX_UNITS_PER_MINUTE,
    project: config.GMAIL_PROJECT_UNITS_PER_MINUTE,
  };
  const client = { clientId: config.GOOGLE_CLIENT_ID, clientSecret: config.GOOGLE_CLIENT_SECRET };
  return {
    config,
    admission: new Admission({ clock, places: config.MAX_CONCURRENT_SYNCS, isMemoryShort }),
    clock,
    random,
    log,
    connections,
    grants,
    store: firestoreSyncStore(db),
    overview: firestoreOverviewStore(db, log),
    messages: firestoreMessageStore(db),
    tenancy: firestoreTenancyStore(db, log),
    persons: firestorePersonStore(db),
    histories: firestoreHistoryFetchStore(db, log),
    audits: firestoreAuditStore(db, log),
    budget: createProjectBudget({ store: firestoreQuotaStore(db), clock, quota }),
    imports: firestoreImportStore(db, log),
    rounds: firestoreRoundStore(db, log),
    rateLimits: firestoreRateLimits(db),
    sends: firestoreSendStore(db),
    composeMail,
    jobs,
    locationJobs: jobs,
    deadLetters: pubsubDeadLetters({
      projectId: config.GOOGLE_CLOUD_PROJECT,
      gmailTopic: config.GMAIL_TOPIC,
    }),
    outboxQueue: pubsubOutboxQueue({ projectId: config.GOOGLE_CLOUD_PROJECT, topic: TOPICS.outbox }),
    outbox: firestoreOutboxStore(db, log),
    relays: firestoreRelayStore(db),
    oauth: createGoogleOAuth({
      ...client,
      authUrl: config.GOOGLE_OAUTH_AUTH_URL,
      tokenUrl: config.GOOGLE_OAUTH_TOKEN_URL,
      revokeUrl: config.GOOGLE_OAUTH_REVOKE_URL,
    }),
    directory: firestoreDirectoryStore(db, log),
    conversations: firestoreConversationStore(db),
    links,
    keyringKeeper: createKeyringKeeper({
      configured: config.TOKEN_KEYRING,
      access,
      versions: secretVersions(secretsAt),
    }),
    seals: firestoreSealedStore(db),
    vault,
    ghlOAuth,
    ghl: createGhlAccess({ links, vault, ghlOAuth, clock, random, log, apiUrl: config.GHL_API_URL }),
    gmail: createGmailAccess({
      ...client,
      connections,
      grants,
      gmailUrl: config.GMAIL_API_URL,
      tokenUrl: config.GOOGLE_OAUTH_TOKEN_URL,
      revokeUrl: config.GOOGLE_OAUTH_REVOKE_URL,
    }),
    settings: {
      units: GMAIL_UNITS,
      quota,
      topic: config.GMAIL_TOPIC,
      runMs: RUN_MS,
      initialSyncLimit: config.INITIAL_SYNC_LIMIT,
      historyFetchLimit: config.HISTORY_FETCH_LIMIT,
    },
  };
}

/** Undefined where the project has no app at GHL. */
function ghlOAuthOf(config: Config, clock: Clock): GhlOAuth | undefined {
  const { GHL_CLIENT_ID: clientId, GHL_CLIENT_SECRET: clientSecret } = config;
  if (!clientId || !clientSecret) return undefined;
  return createGhlOAuth({
    clientId,
    clientSecret,
    clock,
    authUrl: config.GHL_OAUTH_AUTH_URL,
    apiUrl: config.GHL_API_URL,
  });
}
