import type { z } from 'zod';
import { readEventData, type UnreadableReason } from './eventData.ts';
import { type LocationId, MailboxId } from './ids.ts';
import { QueuedJob, RelayWake } from './jobs.ts';
import { Notification } from './notification.ts';
import type { TopicName } from './topics.ts';

/** A message that could not be delivered. Pub/Sub has wrapped it in a new one: `messageId` and `diedAt` are of that. */
export interface DeadLetter {
  /** Where it was to be delivered. */
  readonly topic: TopicName;
  readonly messageId: string;
  readonly data: Uint8Array;
  readonly attributes: Readonly<Record<string, string>>;
  readonly diedAt: Date;
}

/** What Pub/Sub adds to a message when it gives it up. */
const ADDED = 'CloudPubSubDeadLetterSource';

/** Where the message came from, and how often it was tried; null where Pub/Sub did not say. */
export function deathOf({ attributes }: DeadLetter): { publishedAt: Date | null; deliveries: number | null } {
  const published = new Date(attributes[`${ADDED}TopicPublishTime`] ?? Number.NaN);
  const deliveries = Number.parseInt(attributes[`${ADDED}DeliveryCount`] ?? '', 10);
  return {
    publishedAt: Number.isNaN(published.getTime()) ? null : published,
    deliveries: Number.isNaN(deliveries) ? null : deliveries,
  };
}

/** The attributes that it was published with. */
export const ownAttributes = ({ attributes }: DeadLetter): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !name.startsWith(ADDED)));

/** What a message asks for, and of whom. */
export interface Request {
  readonly type: QueuedJob['type'] | 'notification' | 'relay';
  readonly mailboxId?: MailboxId;
  readonly locationId?: LocationId;
}

export type ReadLetter =
  | { readonly ok: true; readonly request: Request }
  /** Delivered again, it would be dropped, or come back. */
  | { readonly ok: false; readonly reason: UnreadableReason };

/** Reads it as its function does. */
export const readLetter = ({ topic, data }: DeadLetter): ReadLetter => READERS[topic](data);

const READERS: Readonly<Record<TopicName, (data: Uint8Array) => ReadLetter>> = {
  'gmail-sync': reader(Notification, ({ emailAddress }) => ({
    type: 'notification',
    mailboxId: MailboxId.of(emailAddress),
  })),
  'gmail-sync-jobs': reader(QueuedJob, (job) =>
    'mailboxId' in job
      ? { type: job.type, mailboxId: job.mailboxId }
      : { type: job.type, locationId: job.locationId },
  ),
  'ghl-outbox': reader(RelayWake, ({ locationId }) => ({ type: 'relay', locationId })),
};

function reader<Schema extends z.ZodType>(schema: Schema, requestOf: (read: z.output<Schema>) => Request) {
  return (data: Uint8Array): ReadLetter => {
    const read = readEventData(data, schema);
    return read.ok ? { ok: true, request: requestOf(read.value) } : read;
  };
}
