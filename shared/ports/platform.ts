import type { DeadLetter } from '../domain/deadLetter.ts';
import type { LocationId, MailboxId } from '../domain/ids.ts';
import type { Job, LocationJob } from '../domain/jobs.ts';
import type { OutgoingMail } from '../domain/outgoing/outgoingMail.ts';
import type { TopicName } from '../domain/topics.ts';

/** Encrypts refresh tokens for the store. */
export interface GrantSealer {
  seal(mailboxId: MailboxId, refreshToken: string): Promise<string>;
}

/** The topic `gmail-sync-jobs`. */
export interface JobQueue {
  publish(job: Job): Promise<void>;
}

/** The same topic, for what concerns a location. */
export interface LocationJobQueue {
  publish(job: LocationJob): Promise<void>;
}

/** The topic `ghl-outbox`: an event wakes the relay of a location. One that is lost is made up for by the poll. */
export interface OutboxQueue {
  wake(locationId: LocationId): Promise<void>;
}

/** A dead letter that nobody else gets for a minute. `handle` is of this one delivery of it. */
export interface HeldLetter extends DeadLetter {
  readonly handle: string;
}

/** What could not be delivered. @throws PubSubRefusal */
export interface DeadLetters {
  /** Some of a topic's, also such as it has given before; waits a few seconds for one, and is empty if there is none. */
  pull(topic: TopicName, limit: number): Promise<readonly HeldLetter[]>;
  /** Others get them at once. */
  release(topic: TopicName, handles: readonly string[]): Promise<void>;
  /** They are gone for good. */
  remove(topic: TopicName, handles: readonly string[]): Promise<void>;
  /** To its own topic, as it was published there; Pub/Sub has it when this resolves. */
  publishAgain(letter: DeadLetter): Promise<void>;
}

/** The bytes of a mail, RFC 2822, with its `Bcc`. */
export type ComposeMail = (mail: OutgoingMail) => Promise<Uint8Array>;

export interface Clock {
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
}

export interface Random {
  /** A fresh id, unguessable and unique. */
  id(): string;
  /** 256 bits, base64url. */
  token(): string;
}
