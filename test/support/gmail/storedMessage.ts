import { composeMail } from './composeMail.ts';
import { type Envelope, envelopeOf } from './envelope.ts';
import { type AnyMail, isRaw } from './mail.ts';

/** One message of a mailbox. Its bytes are composed on first use, so that a hundred thousand load quickly. */
export class StoredMessage {
  readonly id: string;
  readonly threadId: string;
  /** Epoch milliseconds. */
  readonly internalDate: number;
  readonly envelope: Envelope;
  readonly labels: Set<string>;
  historyId = 0n;
  readonly #mail: AnyMail;
  #raw: Buffer | undefined;

  constructor(of: {
    id: string;
    threadId: string;
    internalDate: number;
    labels: Iterable<string>;
    mail: AnyMail;
    envelope?: Envelope;
  }) {
    this.id = of.id;
    this.threadId = of.threadId;
    this.internalDate = of.internalDate;
    this.labels = new Set(of.labels);
    this.#mail = of.mail;
    this.envelope = of.envelope ?? envelopeOf(of.mail);
  }

  get raw(): Buffer {
    this.#raw ??= isRaw(this.#mail)
      ? Buffer.from(this.#mail.raw)
      : composeMail(this.#mail, {
          date: new Date(this.internalDate),
          messageId: this.envelope.messageId,
          boundary: this.id,
        });
    return this.#raw;
  }
}
