import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { EmailAddress, MailboxId } from '../../../shared/domain/ids.ts';
import type { Job } from '../../../shared/domain/jobs.ts';
import { type LedgerEntry, SKIP_REASONS, type SkipReason } from '../../../shared/domain/ledger.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import type { Message } from '../../../shared/domain/message.ts';
import type { GmailAccess, OverviewStore } from '../../../shared/ports.ts';
import type { SyncDeps } from '../../../shared/sync/deps.ts';
import { queuePoll } from '../../../shared/sync/queuePoll.ts';
import { runJob } from '../../../shared/sync/runJob.ts';
import type { Account } from '../gmail/account.ts';

export interface StageMailbox {
  readonly mailboxId: MailboxId;
  readonly emailAddress: EmailAddress;
  readonly account: Account;
}

/** One location with one contact, its agent, and a store that can be read past the engine. */
export interface Ground {
  readonly deps: SyncDeps & { readonly overview: OverviewStore };
  readonly contact: EmailAddress;
  /** One more of the agent's mailboxes, not yet synced. */
  connect(): Promise<StageMailbox>;
  mailbox(id: MailboxId): Promise<Mailbox>;
  ledger(id: MailboxId): Promise<Readonly<Record<string, LedgerEntry>>>;
  messages(): Promise<readonly Message[]>;
  conversations(): Promise<readonly Conversation[]>;
}

/** What a scenario leaves behind, in the few words that say that everything is right. */
export interface Outcome {
  /** What became of each Gmail id, by mailbox in the order of their connection. */
  readonly ledgers: readonly Readonly<Record<string, 'stored' | SkipReason>>[];
  /** In the order of their subjects. */
  readonly messages: readonly { subject: string; copies: number; read: boolean; deleted: boolean }[];
  readonly conversations: readonly { messages: number; unread: number; last: string | null }[];
}

/** Where processes live and die: a ground with a clock of its own, a queue of jobs, and a count of what is fetched. */
export class Stage {
  readonly deps: SyncDeps;
  readonly contact: EmailAddress;
  readonly #ground: Ground;
  readonly #mailboxes: StageMailbox[] = [];
  readonly #jobs: Job[] = [];
  readonly #fetches = new Map<string, number>();
  #ahead = 0;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.contact = ground.contact;
    this.deps = {
      ...ground.deps,
      gmail: this.#counted(ground.deps.gmail),
      jobs: { publish: async (job) => void this.#jobs.push(job) },
      clock: { now: () => new Date(Date.now() + this.#ahead), sleep: async () => {} },
    };
  }

  async connect({ live = true } = {}): Promise<StageMailbox> {
    const mailbox = await this.#ground.connect();
    this.#mailboxes.push(mailbox);
    if (live) await runJob(this.deps, { type: 'initial', mailboxId: mailbox.mailboxId });
    return mailbox;
  }

  get connected(): readonly StageMailbox[] {
    return this.#mailboxes;
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
      quietMailboxes: async ({ after }) => (after ? [] : this.#stored()),
    };
    await queuePoll({ ...this.deps, overview }, { quietMs: 0 });
    await this.runJobs();
  }

  /** What the jobs' topic still holds. */
  async runJobs(): Promise<void> {
    for (let job = this.#jobs.shift(); job; job = this.#jobs.shift()) await runJob(this.deps, job);
  }

  async outcome(): Promise<Outcome> {
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
      conversations: conversations.map(({ messageCount, unreadCount, lastMessage }) => ({
        messages: messageCount,
        unread: unreadCount,
        last: lastMessage?.subject ?? null,
      })),
    };
  }

  /** The mailboxes as the engine left them, and as they have to be once it is done with what `outcome` says. */
  async mailboxes({ ledgers }: Outcome): Promise<{ actual: readonly object[]; expected: readonly object[] }> {
    const stored = await this.#stored();
    return {
      actual: stored.map(
        ({ lease, counters, lastError, recovery, progress, wantedHistoryId, ...mailbox }) => ({
          status: mailbox.status,
          cursor: 'historyId' in mailbox ? mailbox.historyId : null,
          holder: lease.holder,
          ...{ counters, lastError, recovery, progress, wantedHistoryId },
        }),
      ),
      expected: this.#mailboxes.map(({ account }, index) => ({
        status: 'live',
        cursor: account.historyId,
        holder: null,
        counters: tallyOf(Object.values(ledgers[index] ?? {})),
        ...{ lastError: null, recovery: null, progress: null, wantedHistoryId: null },
      })),
    };
  }

  /** How often the message was fetched that was fetched the most. */
  get mostFetched(): number {
    return Math.max(0, ...this.#fetches.values());
  }

  #stored(): Promise<readonly Mailbox[]> {
    return Promise.all(this.#mailboxes.map(({ mailboxId }) => this.#ground.mailbox(mailboxId)));
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

function tallyOf(ledger: readonly ('stored' | SkipReason)[]): object {
  const count = (what: string) => ledger.filter((each) => each === what).length;
  const skipped = SKIP_REASONS.map((reason) => [reason, count(reason)] as const);
  return { stored: count('stored'), skipped: Object.fromEntries(skipped.filter(([, times]) => times > 0)) };
}
