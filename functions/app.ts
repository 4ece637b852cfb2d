import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Firestore } from '@google-cloud/firestore';
import { firestoreConnectionStore } from '../shared/adapters/firestore/connectionStore.ts';
import { firestoreMessageStore } from '../shared/adapters/firestore/messageStore.ts';
import { firestoreOverviewStore } from '../shared/adapters/firestore/overviewStore.ts';
import { firestoreSyncStore } from '../shared/adapters/firestore/syncStore.ts';
import { createGmailAccess } from '../shared/adapters/google/gmailAccess.ts';
import { createGoogleOAuth } from '../shared/adapters/google/oauth.ts';
import { createLog } from '../shared/adapters/logging/createLog.ts';
import { pubsubJobQueue } from '../shared/adapters/pubsub/jobQueue.ts';
import { createGrantCipher } from '../shared/adapters/secrets/grantCipher.ts';
import { createGrantVault } from '../shared/adapters/secrets/grantVault.ts';
import { createKeyringSource } from '../shared/adapters/secrets/keyringSource.ts';
import { secretManager } from '../shared/adapters/secrets/secretManager.ts';
import { createSecretSource } from '../shared/adapters/secrets/secretSource.ts';
import { GMAIL_UNITS } from '../shared/domain/quota.ts';
import type { Clock, MessageStore, OverviewStore, Random } from '../shared/ports.ts';
import type { SyncDeps } from '../shared/sync/deps.ts';
import type { FinishDeps } from '../shared/sync/finishConnection.ts';
import { type Config, readConfig } from './config.ts';

export interface App extends SyncDeps, Omit<FinishDeps, 'gmail'> {
  readonly config: Config;
  readonly overview: OverviewStore;
  readonly messages: MessageStore;
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
  const { clock = systemClock, log = createLog() } = overrides;
  const db = new Firestore({ projectId: config.GOOGLE_CLOUD_PROJECT });
  const secrets = createSecretSource({ access: secretManager(), clock, log });
  const keyrings = createKeyringSource({ secrets, configured: config.TOKEN_KEYRING, clock });
  const grants = createGrantVault(createGrantCipher({ keyrings }));
  const connections = firestoreConnectionStore(db);
  const client = { clientId: config.GOOGLE_CLIENT_ID, clientSecret: config.GOOGLE_CLIENT_SECRET };
  return {
    config,
    clock,
    random,
    log,
    connections,
    grants,
    store: firestoreSyncStore(db),
    overview: firestoreOverviewStore(db, log),
    messages: firestoreMessageStore(db),
    jobs: pubsubJobQueue({ projectId: config.GOOGLE_CLOUD_PROJECT, topic: 'gmail-sync-jobs', log }),
    oauth: createGoogleOAuth({
      ...client,
      authUrl: config.GOOGLE_OAUTH_AUTH_URL,
      tokenUrl: config.GOOGLE_OAUTH_TOKEN_URL,
      revokeUrl: config.GOOGLE_OAUTH_REVOKE_URL,
    }),
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
      topic: config.GMAIL_TOPIC,
      runMs: RUN_MS,
      initialSyncLimit: config.INITIAL_SYNC_LIMIT,
    },
  };
}
