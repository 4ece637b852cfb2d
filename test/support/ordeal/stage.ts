import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { EmailAddress, MailboxId } from '../../../shared/domain/ids.ts';
import type { Job } from '../../../shared/domain/jobs.ts';
import type { LedgerEntry, SkipReason } from '../../../shared/domain/ledger.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import type { Message } from '../../../shared/domain/message.ts';
import type { Run } from '../../../shared/domain/run.ts';
import type { GmailAccess } from '../../../shared/ports/gmail.ts';
import type { ConnectionStore } from '../../../shared/ports/stores/connectionStore.ts';
import type { OverviewStore } from '../../../shared/ports/stores/overviewStore.ts';
import type { SyncDeps } from '../../../shared/sync/deps.ts';
import { disconnectMailbox } from '../../../shared/sync/disconnectMailbox.ts';
import { queuePoll } from '../../../shared/sync/rounds/queuePoll.ts';
import { runJob } from '../../../shared/sync/runJob.ts';
import type { Account } from '../gmail/account.ts';
import type { GmailSimulator } from '../gmail/gmailSimulator.ts';
import { roundStage } from '../rounds/roundStage.ts';
import { type Ending, endOf, expectedEnd, type Left } from './ending.ts';

export interface StageMailbox {
  readonly mailboxId: MailboxId;
  readonly emailAddress: EmailAddress;
  readonly account: Account;
  readonly refreshToken: string;
}

/** One location with one contact, its agent, and a store that can be read past the engine. */
export interface Ground {
  readonly gmail: GmailSimulator;
  readonly deps: SyncDeps & {
    readonly overview: OverviewStore;
    readonly connections: Pick<ConnectionStore, 'readGrant'>;
  };
  readonly contact: EmailAddress;
  /** One more of the agent's mailboxes, not yet synced. */
  connect(): Promise<StageMailbox>;
  /** A mailbox that is free comes to an agent of another location, whose contact has this address. */
  takeOver(mailbox: StageMailbox, contact: EmailAddress): Promise<StageMailbox>;
  mailbox(id: MailboxId): Promise<Mailbox>;
  ledger(id: MailboxId): Promise<Readonly<Record<string, LedgerEntry>>>;
  runs(id: MailboxId): Promise<readonly Run[]>;
  /** Of all its locations, as are the conversations. */
  messages(): Promise<readonly Message[]>;
  conversations(): Promise<readonly Conversation[]>;
}

/** What a scenario leaves behind, in the few words that say that everything is right. */
export interface Outcome {
  /** What became of each Gmail id, by mailbox in the order of their connection. */
  readonly ledgers: readonly Readonly<Record<string, 'stored' | SkipReason>>[];
  /** In the order of their subjects. */
  readonly messages: readonly { subject: string; copies: number; read: boolean; deleted: boolean }[];
  /** In the order of their last mails’ subjects. */
  readonly conversations: readonly { messages: number; unread: number; last: string | null }[];
  /** By mailbox, as the ledgers; all are live unless told. */
  readonly endings?: readonly Ending[];
}

/** Where processes live and die: a ground with a clock of its own, a queue of jobs, and a count of what is fetched. */
export class Stage {
  readonly contact: EmailAddress;
  readonly gmail: GmailSimulator;
  readonly #ground: Ground;
  #deps: SyncDeps;
  #mailboxes: readonly StageMailbox[] = [];
  readonly #jobs: Job[] = [];
  readonly #fetches = new Map<string, number>();
  #ahead = 0;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.contact = ground.contact;
    this.gmail = ground.gmail;
    this.#deps = {
      ...ground.deps,
      gmail: this.#counted(ground.deps.gmail),
      jobs: { publish: async (job) => void this.#jobs.push(job) },
      clock: { now: () => new Date(Date.now() + this.#ahead), sleep: async () => {} },
    };
  }

  get deps(): SyncDeps {
    return this.#deps;
  }

  /** From now on a first sync stores so many mails, whichever process does it. */
  limitInitialSync(initialSyncLimit: number): void {
    this.#deps = { ...this.#deps, settings: { ...this.#deps.settings, initialSyncLimit } };
  }

  async connect({ live = true } = {}): Promise<StageMailbox> {
    const mailbox = await this.#ground.connect();
    this.#mailboxes = [...this.#mailboxes, mailbox];
    if (live) await runJob(this.deps, { type: 'initial', mailboxId: mailbox.mailboxId });
    return mailbox;
  }

  get connected(): readonly StageMailbox[] {
    return this.#mailboxes;
  }

  /** Its agent disconnects it. The job that this queues is handed to nobody: the scenario says who runs it. */
  async disconnect({ mailboxId }: StageMailbox, { deleteData = false } = {}): Promise<void> {
    const { uid } = await this.#ground.mailbox(mailboxId);
    const deps = { ...this.#deps, jobs: { publish: async () => {} } };
    const outcome = await disconnectMailbox(deps, { mailboxId, uid, deleteData });
    if (outcome !== 'disconnected') throw new Error(`The disconnection ended with ${outcome}`);
  }

  /** A mailbox that was left comes to an agent of another location, whose contact has this address. */
  async takeOver(mailbox: StageMailbox, contact: EmailAddress): Promise<void> {
    const taken = await this.#ground.takeOver(mailbox, contact);
    this.#mailboxes = this.#mailboxes.map((each) => (each === mailbox ? taken : each));
  }

  /** Long enough for a lease to run out, and for Gmail to show what it was late with. */
  timePasses(): void {
    this.#ahead += 10 * 60_000;
    for (const { account } of this.#mailboxes) account.historyTraps.lag.lists = 0;
  }

  /** Polls the stage’s mailboxes, as the scheduler does, and runs what is queued until nothing is. */
  async poll(): Promise<void> {
    const overview: OverviewStore = {
      ...this.#ground.deps.overview,
      quietMailboxes: async () => ({
        items: (await this.#found()).filter(({ status }) => status !== 'disconnected'),
        next: null,
      }),
      leavingMailboxes: async () => ({ items: (await this.#found()).filter(isLeaving), next: null }),
    };
    // Other stages may be on the same store: what else a poll looks at, it finds nothing in.
    const { jobs, clock } = this.deps;
    await queuePoll({ ...roundStage({ clock }).deps, overview, jobs }, { quietMs: 0 });
    await this.runJobs();
  }

  /** What the jobs' topic still holds. */
  async runJobs(): Promise<void> {
    for (let job = this.#jobs.shift(); job; job = this.#jobs.shift()) await runJob(this.deps, job);
  }

  /** What the outcome says of what is stored. */
  async stored(): Promise<Omit<Outcome, 'endings'>> {
    const ids = this.#mailboxes.map(({ mailboxId }) => mailboxId);
    const ledgers = await Promise.all(ids.map((id) => this.#ground.ledger(id)));
    const messages = await this.#ground.messages();
    const conversations = await this.#ground.conversations();
    return {
      ledgers: ledgers.map(becomings),
      messages: messages
        .map(({ envelope, copies, read, deletedAt }) => ({
          subject: envelope.subject,
          copies: Object.keys(copies).length,
          read,
          deleted: deletedAt !== null,
        }))
        .sort((a, b) => a.subject.localeCompare(b.subject)),
      conversations: conversations
        .map(({ messageCount, unreadCount, lastMessage }) => ({
          messages: messageCount,
          unread: unreadCount,
          last: lastMessage?.subject ?? null,
        }))
        .sort((a, b) => (a.last ?? '').localeCompare(b.last ?? '')),
    };
  }

  /** The mailboxes as the engine left them, and as they have to be once it is done with what `outcome` says. */
  async mailboxes({ ledgers, endings = [] }: Outcome): Promise<{
    actual: readonly object[];
    expected: readonly object[];
  }> {
    const ending = (index: number) => endings[index] ?? 'live';
    const left = await Promise.all(this.#mailboxes.map((mailbox) => this.#left(mailbox)));
    return {
      actual: left.map((each, index) => endOf(each, ending(index))),
      expected: this.#mailboxes.map(({ account }, index) =>
        expectedEnd(account, ledgers[index] ?? {}, ending(index)),
      ),
    };
  }

  /** What was fetched so far does not count against the process that meets its fate. */
  forgetFetches(): void {
    this.#fetches.clear();
  }

  /** How often the message was fetched that was fetched the most. */
  get mostFetched(): number {
    return Math.max(0, ...this.#fetches.values());
  }

  #found(): Promise<readonly Mailbox[]> {
    return Promise.all(this.#mailboxes.map(({ mailboxId }) => this.#ground.mailbox(mailboxId)));
  }

  async #left({ mailboxId, account, refreshToken }: StageMailbox): Promise<Left> {
    const runs = await this.#ground.runs(mailboxId);
    return {
      mailbox: await this.#ground.mailbox(mailboxId),
      hasGrant: (await this.#ground.deps.connections.readGrant(mailboxId)) !== undefined,
      hasGrantAtGoogle: this.gmail.oauth.grants.refresh(refreshToken) !== undefined,
      isWatched: account.watch !== undefined,
      runs: runs.length,
    };
  }

  #counted(access: GmailAccess): GmailAccess {
    const count = (mailboxId: MailboxId, id: string) => {
      const key = `${mailboxId} ${id}`;
      this.#fetches.set(key, (this.#fetches.get(key) ?? 0) + 1);
    };
    return {
      ...access,
      open: async (mailbox) => {
        const gmail = await access.open(mailbox);
        return {
          ...gmail,
          getMessage: (id) => {
            count(mailbox.mailboxId, id);
            return gmail.getMessage(id);
          },
          getThread: async (id) => {
            const messages = await gmail.getThread(id);
            for (const message of messages) count(mailbox.mailboxId, message.id);
            return messages;
          },
        };
      },
    };
  }
}

function becomings(ledger: Readonly<Record<string, LedgerEntry>>): Record<string, 'stored' | SkipReason> {
  const entries = Object.entries(ledger).map(([id, entry]) => {
    if (entry.state === 'struck') throw new Error(`${id} could not be read`);
    return [id, entry.state === 'stored' ? entry.state : entry.reason] as const;
  });
  return Object.fromEntries(entries);
}

function isLeaving(mailbox: Mailbox): boolean {
  return mailbox.status === 'disconnected' && mailbox.leaving !== null;
}
