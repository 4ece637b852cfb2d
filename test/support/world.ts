import { setImmediate } from 'node:timers/promises';
import { Firestore } from '@google-cloud/firestore';
import { type App, createApp } from '../../functions/app.ts';
import { readConfig } from '../../functions/config.ts';
import { type EmailAddress, MailboxId } from '../../shared/domain/ids.ts';
import { GMAIL_SCOPES } from '../../shared/domain/scopes.ts';
import type { Agent } from '../../shared/domain/tenancy.ts';
import type { Clock } from '../../shared/ports/platform.ts';
import { backfillMailbox } from '../../shared/sync/backfillMailbox.ts';
import { anAddress } from './builders.ts';
import { FirestoreProxy } from './firestore-proxy/firestoreProxy.ts';
import type { Account } from './gmail/account.ts';
import { GmailSimulator } from './gmail/gmailSimulator.ts';
import { type LogLine, recordingLog } from './recordingLog.ts';
import { aProjectId, environmentFor } from './stack/environment.ts';
import { createTopics } from './stack/topics.ts';
import { Store } from './store.ts';
import { Tenants } from './tenants.ts';

/** Nobody waits before repeats. */
const realClock: Clock = { now: () => new Date(), sleep: () => setImmediate() };

/**
 * A Gmail and a project of its own on the running emulators, with the product's use cases in this process. The
 * product itself is joined as it is in the cloud; only its log goes elsewhere, and it does not wait before repeats.
 */
export class World {
  readonly gmail: GmailSimulator;
  readonly app: App;
  readonly logged: readonly LogLine[];
  readonly tenants: Tenants;
  readonly store: Store;
  /** Counts what the product reads and writes; the test's own reads and writes go past it. */
  readonly firestore: FirestoreProxy;
  readonly #db: Firestore;

  private constructor(gmail: GmailSimulator, firestore: FirestoreProxy, projectId: string, clock: Clock) {
    const { log, lines } = recordingLog();
    this.gmail = gmail;
    this.firestore = firestore;
    this.app = throughProxy(firestore, () =>
      createApp(readConfig(environmentFor(gmail, projectId)), { log, clock }),
    );
    this.logged = lines;
    this.#db = new Firestore({ projectId });
    this.tenants = new Tenants(this.#db);
    this.store = new Store(this.#db);
  }

  /** Gmail and the product go by this clock. */
  static async start({ clock = realClock }: { clock?: Clock } = {}): Promise<World> {
    const projectId = aProjectId();
    const [gmail, firestore] = await Promise.all([
      GmailSimulator.start({ now: () => clock.now() }),
      FirestoreProxy.start({ target: process.env['FIRESTORE_EMULATOR_HOST'] }),
      createTopics(projectId),
    ]);
    return new World(gmail, firestore, projectId, clock);
  }

  async close(): Promise<void> {
    await Promise.all([this.gmail.close(), this.firestore.close(), this.#db.terminate()]);
  }

  /** A document as somebody else than the product would write it. */
  async write(collection: string, document: object): Promise<void> {
    await this.#db.collection(collection).add(document);
  }

  /** A Gmail account whose agent has connected it; not yet synced. */
  async connect(agent: Agent, options: { aliases?: string[] } = {}): Promise<ConnectedMailbox> {
    const emailAddress = anAddress('mailbox');
    const account = this.gmail.addAccount({ address: emailAddress, ...options });
    const { refreshToken } = this.gmail.oauth.grant({ address: emailAddress, scopes: GMAIL_SCOPES });
    const mailboxId = MailboxId.of(emailAddress);
    const sealed = await this.app.grants.seal(mailboxId, refreshToken);
    const now = this.app.clock.now();
    await this.app.connections.connect(
      { mailboxId, uid: agent.uid, emailAddress, now },
      { sealed, scopes: GMAIL_SCOPES },
    );
    return { mailboxId, emailAddress, account, refreshToken };
  }

  /** A connected mailbox that is live, warm and has cost nothing yet. */
  async liveMailbox(agent: Agent, options: { aliases?: string[] } = {}): Promise<ConnectedMailbox> {
    const mailbox = await this.connect(agent, options);
    const { outcome } = await backfillMailbox(this.app, mailbox.mailboxId);
    if (outcome !== 'synced') throw new Error(`The backfill ended with ${outcome}`);
    mailbox.account.usage.reset();
    return mailbox;
  }
}

/** The client learns its host from the environment, in its constructor. */
function throughProxy<T>({ host }: FirestoreProxy, construct: () => T): T {
  const variable = 'FIRESTORE_EMULATOR_HOST';
  const emulator = process.env[variable];
  process.env[variable] = host;
  try {
    return construct();
  } finally {
    process.env[variable] = emulator;
  }
}

export interface ConnectedMailbox {
  readonly mailboxId: MailboxId;
  readonly emailAddress: EmailAddress;
  readonly account: Account;
  readonly refreshToken: string;
}
