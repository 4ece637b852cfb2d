import { randomInt } from 'node:crypto';
import { googleErrors } from './googleError.ts';
import type { AnyMail } from './mail.ts';
import type { Mailbox } from './mailbox.ts';
import type { StoredMessage } from './storedMessage.ts';

export interface Draft {
  readonly id: string;
  readonly message: StoredMessage;
}

/** Drafts keep their id while every autosave replaces their message. */
export class Drafts {
  readonly #mailbox: Mailbox;
  readonly #drafts = new Map<string, StoredMessage>();

  constructor(mailbox: Mailbox) {
    this.#mailbox = mailbox;
  }

  newestFirst(): Draft[] {
    return [...this.#drafts].map(([id, message]) => ({ id, message })).reverse();
  }

  /** @throws GoogleError 404 */
  get(id: string): Draft {
    const message = this.#drafts.get(id);
    if (!message) throw googleErrors.notFound();
    return { id, message };
  }

  create(mail: AnyMail): Draft {
    const id = `r${randomInt(10 ** 9, 10 ** 10)}${randomInt(10 ** 8, 10 ** 9)}`;
    const message = this.#mailbox.add(mail, ['DRAFT']);
    this.#drafts.set(id, message);
    return { id, message };
  }

  update(id: string, mail: AnyMail): Draft {
    const { message: before } = this.get(id);
    return this.#mailbox.operation(() => {
      const alone = this.#mailbox.store.thread(before.threadId).length === 1;
      const thread = mail.threadId === undefined && !alone ? { id: before.threadId } : undefined;
      const message = this.#mailbox.add(mail, ['DRAFT'], thread);
      this.#mailbox.remove(before);
      this.#drafts.set(id, message);
      return { id, message };
    });
  }

  /** Removes the draft and sends what it held, or what is given instead. */
  send(
    id: string,
    send: (raw: Buffer, threadId: string | undefined) => StoredMessage,
    instead?: Buffer,
  ): StoredMessage {
    const { message: draft } = this.get(id);
    return this.#mailbox.operation(() => {
      const alone = this.#mailbox.store.thread(draft.threadId).length === 1;
      const sent = send(instead ?? draft.raw, alone ? undefined : draft.threadId);
      this.#drafts.delete(id);
      this.#mailbox.remove(draft);
      return sent;
    });
  }

  delete(id: string): void {
    const { message } = this.get(id);
    this.#drafts.delete(id);
    this.#mailbox.remove(message);
  }

  /** Drops the draft of a message that is no draft any more. */
  forget(message: StoredMessage): void {
    for (const [id, held] of this.#drafts) if (held === message) this.#drafts.delete(id);
  }
}
