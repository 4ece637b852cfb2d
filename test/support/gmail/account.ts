import { randomBytes } from 'node:crypto';
import { AddressBook } from './addressBook.ts';
import { Drafts } from './drafts.ts';
import { googleErrors } from './googleError.ts';
import { HistoryLog, type HistoryTraps } from './historyLog.ts';
import { Labels } from './labels.ts';
import type { AnyMail } from './mail.ts';
import { Mailbox } from './mailbox.ts';
import type { Notifications, Watch } from './notifications.ts';
import { type Outgoing, prepareOutgoing } from './outgoing.ts';
import { SendingLimit } from './sendingLimit.ts';
import type { StoredMessage } from './storedMessage.ts';
import type { Usage } from './usage.ts';

export interface AccountOptions {
  readonly address: string;
  /** Addresses that it may send as. */
  readonly aliases?: readonly string[] | undefined;
  readonly unverifiedAliases?: readonly string[] | undefined;
  /** What its mail is signed with as sender; empty unless told. */
  readonly displayName?: string | undefined;
  /** The same of its aliases, by address. */
  readonly aliasNames?: Readonly<Record<string, string>> | undefined;
  /** Mails a day. Gmail's own are 500 and 2,000; without it there is no limit. */
  readonly sendingLimit?: number | undefined;
  /** Where its history starts; a random id beyond 2^53 unless told. */
  readonly historyId?: string | undefined;
}

interface SearchTraps {
  /** `after:` leaves out the whole second that it names. */
  afterIsExclusive: boolean;
  /** A sent mail is found by no search, `rfc822msgid:` as little as any, until it is that old. */
  sentVisibleAfterMs: number;
}

/** Of one mail, to, cc and bcc together. Source: https://support.google.com/mail/answer/22839 */
const MAX_RECIPIENTS = 500;

export interface AccountContext {
  readonly now: () => Date;
  readonly usage: Usage;
  readonly notifications: Notifications;
  /** Brings a sent mail to the simulator's other accounts. */
  readonly route: (outgoing: Outgoing, from: Account) => void;
}

/** What a change gives back. The history id is the mailbox's after it. */
export interface Changed {
  readonly id: string;
  readonly threadId: string;
  readonly historyId: string;
}

/** A message as it is now, for a test's own reckoning. */
export interface Snapshot {
  readonly id: string;
  readonly threadId: string;
  readonly labelIds: readonly string[];
  readonly internalDate: Date;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  /** Without angle brackets. */
  readonly messageId: string;
}

/** One Gmail account, as a test works it; the product sees it over HTTP only. */
export class Account {
  readonly address: string;
  readonly aliases: readonly string[];
  readonly unverifiedAliases: readonly string[];
  readonly labels = new Labels();
  /** By address, in lower case; set it live. */
  readonly displayNames: Map<string, string>;
  /** How searches behave where Google promises nothing; set its fields live. */
  readonly searchTraps: SearchTraps = { afterIsExclusive: false, sentVisibleAfterMs: 0 };
  /** Mails a day; no limit while it is undefined. Set it live. */
  sendingLimit: number | undefined;
  readonly mailbox: Mailbox;
  readonly drafts: Drafts;
  readonly contacts = new AddressBook();
  readonly usage: Usage;
  watch: Watch | undefined;
  readonly #context: AccountContext;
  readonly #sending = new SendingLimit();

  constructor(options: AccountOptions, context: AccountContext) {
    const now = () => context.now().getTime();
    this.address = options.address.toLowerCase();
    this.aliases = (options.aliases ?? []).map((alias) => alias.toLowerCase());
    this.unverifiedAliases = (options.unverifiedAliases ?? []).map((alias) => alias.toLowerCase());
    this.displayNames = new Map(
      Object.entries({ [this.address]: options.displayName ?? '', ...options.aliasNames }).map(
        ([address, name]) => [address.toLowerCase(), name],
      ),
    );
    this.sendingLimit = options.sendingLimit;
    this.usage = context.usage;
    this.#context = context;
    const history = new HistoryLog(
      now,
      options.historyId === undefined ? undefined : BigInt(options.historyId),
    );
    this.mailbox = new Mailbox(history, now, (change) => {
      context.notifications.tell(this.address, this.watch, change);
    });
    this.drafts = new Drafts(this.mailbox);
  }

  /** A mail arrives; in INBOX and UNREAD unless it says otherwise. */
  deliver(mail: AnyMail): Changed {
    return this.#changed(this.mailbox.add(mail, mail.labelIds ?? ['INBOX', 'UNREAD']));
  }

  /** A mail that the person sent from Gmail itself. It goes to nobody else. */
  sent(mail: AnyMail): Changed {
    return this.#changed(this.mailbox.add(mail, mail.labelIds ?? ['SENT']));
  }

  /** A mail that Gmail takes for spam. */
  spam(mail: AnyMail): Changed {
    return this.#changed(this.mailbox.add(mail, mail.labelIds ?? ['SPAM', 'UNREAD']));
  }

  /** Sends as the API does: `From` checked, threaded, delivered to the simulator's other accounts. */
  send(raw: Buffer, threadId?: string): StoredMessage {
    const outgoing = prepareOutgoing(
      raw,
      { address: this.address, mayUse: (address) => this.owns(address) },
      this.#context.now(),
      `CA+${randomBytes(18).toString('hex')}@mail.gmail.com`,
    );
    if (outgoing.recipients.size === 0) throw googleErrors.invalid('Recipient address required');
    if (outgoing.recipients.size > MAX_RECIPIENTS) throw googleErrors.invalid('Too many recipients');
    const labels = [...outgoing.recipients].some((to) => this.owns(to))
      ? ['SENT', 'INBOX', 'UNREAD']
      : ['SENT'];
    const thread = this.#threadFor(outgoing, threadId);
    if (this.sendingLimit !== undefined)
      this.#sending.count(this.#context.now().getTime(), this.sendingLimit);
    const message = this.mailbox.add({ raw: outgoing.raw }, labels, { id: thread });
    this.#context.route(outgoing, this);
    return message;
  }

  modify(id: string, change: { add?: readonly string[]; remove?: readonly string[] }): Changed {
    const message = this.message(id);
    this.mailbox.relabel(message, change.add ?? [], change.remove ?? []);
    return this.#changed(message);
  }

  /** The person deletes a label of theirs: no message has it any more, and nobody can list it. */
  deleteLabel(id: string): void {
    this.mailbox.operation(() => {
      for (const message of this.mailbox.store.oldestFirst()) this.mailbox.relabel(message, [], [id]);
    });
    this.labels.delete(id);
  }

  trash(id: string): Changed {
    return this.modify(id, { add: ['TRASH'], remove: ['INBOX', 'SPAM'] });
  }

  untrash(id: string): Changed {
    return this.modify(id, { remove: ['TRASH'] });
  }

  /** Deletes for good, at once. */
  delete(id: string): Changed {
    const message = this.message(id);
    this.mailbox.remove(message);
    this.drafts.forget(message);
    return this.#changed(message);
  }

  /** The first autosave of a mail that is being written. */
  saveDraft(mail: AnyMail): Changed & { readonly draftId: string } {
    const draft = this.drafts.create(mail);
    return { ...this.#changed(draft.message), draftId: draft.id };
  }

  /** Another autosave: a new message id, and the one before is deleted. */
  updateDraft(draftId: string, mail: AnyMail): Changed & { readonly draftId: string } {
    return { ...this.#changed(this.drafts.update(draftId, mail).message), draftId };
  }

  /** The draft goes and a sent message comes; with `keepId` the draft itself loses DRAFT and gets SENT. */
  sendDraft(draftId: string, { keepId = false } = {}): Changed {
    return this.mailbox.operation(() => {
      if (!keepId)
        return this.#changed(this.drafts.send(draftId, (raw, threadId) => this.send(raw, threadId)));
      const { message } = this.drafts.get(draftId);
      this.drafts.forget(message);
      this.mailbox.relabel(message, ['SENT'], ['DRAFT']);
      return this.#changed(message);
    });
  }

  /** Loads many mails, without history and notifications unless told. */
  seed(count: number, factory: (index: number) => AnyMail, { history = false } = {}): Changed[] {
    const load = () =>
      Array.from({ length: count }, (_, index) => {
        const mail = factory(index);
        return this.#changed(this.mailbox.add(mail, mail.labelIds ?? ['INBOX', 'UNREAD']));
      });
    return history ? this.mailbox.operation(load) : this.mailbox.quietly(load);
  }

  /** Makes start ids below `before` too old for `history.list`; unless told, every id that anybody has seen. */
  expireHistory(before?: string): void {
    this.mailbox.history.expire(before === undefined ? undefined : BigInt(before));
  }

  /** How `history.list` behaves; set its fields live. */
  get historyTraps(): HistoryTraps {
    return this.mailbox.history.traps;
  }

  get historyId(): string {
    return this.mailbox.history.current.toString();
  }

  /** Every message, trash, spam and drafts too, oldest first. */
  messages(): Snapshot[] {
    return this.mailbox.store.oldestFirst().map(snapshot);
  }

  /** @throws GoogleError 404 */
  message(id: string): StoredMessage {
    const message = this.mailbox.store.get(id);
    if (!message) throw googleErrors.notFound();
    return message;
  }

  /** Whether it is this account's own address or an alias that it may send as. */
  owns(address: string): boolean {
    return [this.address, ...this.aliases].includes(address.toLowerCase());
  }

  /** The given thread if it exists and the mail answers into it under its subject; else what Gmail finds. */
  #threadFor({ envelope }: Outgoing, threadId: string | undefined): string | undefined {
    if (threadId !== undefined && this.mailbox.store.thread(threadId).length === 0)
      throw googleErrors.notFound();
    const thread = this.mailbox.threadOf(envelope.references);
    const first = thread === undefined ? undefined : this.mailbox.store.thread(thread)[0];
    const fits = first !== undefined && baseSubject(first.envelope.subject) === baseSubject(envelope.subject);
    return fits && (threadId ?? thread) === thread ? thread : undefined;
  }

  #changed({ id, threadId }: StoredMessage): Changed {
    return { id, threadId, historyId: this.historyId };
  }
}

const baseSubject = (subject: string) =>
  subject
    .replace(/^(\s*(re|fwd?|aw|wg)\s*:)+/i, '')
    .trim()
    .toLowerCase();

function snapshot({ id, threadId, labels, internalDate, envelope }: StoredMessage): Snapshot {
  const addresses = (of: 'from' | 'to' | 'cc' | 'bcc') => envelope[of].map(({ address }) => address);
  return {
    id,
    threadId,
    labelIds: [...labels],
    internalDate: new Date(internalDate),
    from: addresses('from'),
    to: addresses('to'),
    cc: addresses('cc'),
    bcc: addresses('bcc'),
    subject: envelope.subject,
    messageId: envelope.messageId,
  };
}
