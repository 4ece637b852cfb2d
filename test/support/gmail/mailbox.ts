import { envelopeOf } from './envelope.ts';
import type { HistoryLog } from './historyLog.ts';
import { type AnyMail, isRaw } from './mail.ts';
import { MessageIds } from './messageIds.ts';
import { MessageStore } from './messageStore.ts';
import { StoredMessage } from './storedMessage.ts';

/** What one operation did to a mailbox, for whoever is to be notified. */
export interface MailboxChange {
  readonly historyId: bigint;
  readonly labels: ReadonlySet<string>;
}

/** The messages of one account; every change is written to its history and told once an operation. */
export class Mailbox {
  readonly store = new MessageStore();
  readonly history: HistoryLog;
  readonly #ids = new MessageIds();
  readonly #now: () => number;
  readonly #onChange: (change: MailboxChange) => void;
  #depth = 0;
  #touched: Set<string> | undefined;
  #quiet = false;

  constructor(history: HistoryLog, now: () => number, onChange: (change: MailboxChange) => void) {
    this.history = history;
    this.#now = now;
    this.#onChange = onChange;
  }

  /** Runs `work` as one operation: one notification for all that it changes. */
  operation<T>(work: () => T): T {
    this.#depth += 1;
    try {
      return work();
    } finally {
      this.#depth -= 1;
      const labels = this.#touched;
      if (this.#depth === 0 && labels) {
        this.#touched = undefined;
        this.#onChange({ historyId: this.history.current, labels });
      }
    }
  }

  /** Runs `work` without history and notifications: what was there before anybody looked. */
  quietly<T>(work: () => T): T {
    this.#quiet = true;
    try {
      return work();
    } finally {
      this.#quiet = false;
    }
  }

  /** `thread` is where it goes, a new thread where that is undefined; without it the mail and its references say. */
  add(mail: AnyMail, labels: Iterable<string>, thread?: { id: string | undefined }): StoredMessage {
    const internalDate = (mail.date ?? new Date(this.#now())).getTime();
    const id = this.#ids.next(internalDate, (taken) => this.store.get(taken) !== undefined);
    const written = envelopeOf(mail);
    const named = written.messageId !== '' || isRaw(mail);
    const envelope = named ? written : { ...written, messageId: `${id}@mail.gmail.com` };
    const found = thread ? thread.id : (mail.threadId ?? this.threadOf(envelope.references));
    const threadId = found ?? id;
    const message = new StoredMessage({ id, threadId, internalDate, labels, mail, envelope });
    this.store.add(message);
    this.#record(message, 'messageAdded');
    return message;
  }

  /** The thread of the latest of these Message-IDs that the mailbox knows. */
  threadOf(references: readonly string[]): string | undefined {
    for (const reference of references.toReversed()) {
      const [known] = this.store.lookup('message-id', reference.toLowerCase());
      if (known) return known.threadId;
    }
    return undefined;
  }

  relabel(message: StoredMessage, add: readonly string[], remove: readonly string[]): void {
    const added = add.filter((label) => !message.labels.has(label));
    const removed = remove.filter((label) => message.labels.has(label) && !add.includes(label));
    this.operation(() => {
      for (const label of removed) message.labels.delete(label);
      if (removed.length > 0) this.#record(message, 'labelRemoved', removed);
      for (const label of added) message.labels.add(label);
      if (added.length > 0) this.#record(message, 'labelAdded', added);
    });
  }

  remove(message: StoredMessage): void {
    this.store.remove(message);
    this.#record(message, 'messageDeleted');
  }

  #record(
    message: StoredMessage,
    type: 'messageAdded' | 'messageDeleted' | 'labelAdded' | 'labelRemoved',
    changed: readonly string[] = [],
  ): void {
    if (this.#quiet) {
      message.historyId = this.history.current;
      return;
    }
    this.operation(() => {
      const labelIds = [...message.labels];
      const { id, threadId } = message;
      message.historyId = this.history.append({ type, message: { id, threadId }, labelIds, changed });
      this.#touched = new Set([...(this.#touched ?? []), ...labelIds, ...changed]);
    });
  }
}
