import type { LocationId, MailboxId } from '../domain/ids.ts';
import type { Job, LocationJob } from '../domain/jobs.ts';
import type { OutgoingMail } from '../domain/outgoing/outgoingMail.ts';

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
