import { randomUUID } from 'node:crypto';
import { type Arrival, arrivalOf, matchContacts } from '../../../shared/domain/arrival.ts';
import { readContent } from '../../../shared/domain/content/readContent.ts';
import { type NetEffect, untouched } from '../../../shared/domain/foldHistory.ts';
import type { GmailMessage } from '../../../shared/domain/gmail.ts';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import type { LocationId, MailboxId, MessageId } from '../../../shared/domain/ids.ts';
import type { LeaseRequest } from '../../../shared/domain/lease.ts';
import type { LedgerEntry } from '../../../shared/domain/ledger.ts';
import { type Mailbox, ownAddresses, type Settle } from '../../../shared/domain/mailbox.ts';
import type { Ingested } from '../../../shared/domain/planCommit.ts';
import type { Contact } from '../../../shared/domain/tenancy.ts';
import type { CommitBatch } from '../../../shared/ports/stores/syncStore.ts';
import { aMailbox } from '../../support/builders.ts';
import { gmailMessage, text } from '../../support/payload.ts';
import type { StoreFixture } from './storeFixture.ts';

export const NOW = new Date('2026-11-20T10:00:00Z');
export const minutesLater = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

export const CURSOR = HistoryId.of(100);

/** A live mailbox at `CURSOR`, in the store. */
export async function aLiveMailbox(
  fixture: StoreFixture,
  overrides: Parameters<typeof aMailbox>[1] = {},
): Promise<Mailbox> {
  const mailbox = aMailbox({ status: 'live', historyId: CURSOR, watch: null }, overrides);
  await fixture.putMailbox(mailbox);
  return mailbox;
}

export const aLeaseRequest = (request: Partial<LeaseRequest> = {}): LeaseRequest => ({
  holder: randomUUID(),
  trigger: { reason: 'poll' },
  now: NOW,
  expiresAt: minutesLater(1),
  ...request,
});

export const progressOf =
  (done: number, total: number): Settle =>
  (mailbox) => ({ ...mailbox, progress: { done, total, pageToken: null } });

/** A run that holds the mailbox's lease; each of its commits is the next one unless it says otherwise. */
export async function aRun(
  { store }: StoreFixture,
  { mailboxId }: { mailboxId: MailboxId },
  request: Partial<LeaseRequest> = {},
) {
  const decision = await store.takeLease(mailboxId, aLeaseRequest(request));
  if (decision.outcome !== 'taken') throw new Error(`The lease is not taken but ${decision.outcome}`);
  const { fence, commits } = decision.mailbox.lease;
  let sequence = commits;
  return {
    fence,
    commit: (ingested: readonly Ingested[], batch: Partial<CommitBatch> = {}): Promise<Mailbox> => {
      sequence = batch.sequence ?? sequence + 1;
      const leaseUntil = minutesLater(5);
      return store.commit({ mailboxId, fence, sequence, now: NOW, leaseUntil, ingested, ...batch });
    },
  };
}

/** A location with one contact, and an agent's live mailbox to write to them from. */
export async function aTenant(fixture: StoreFixture) {
  const locationId = await fixture.tenants.location();
  const contact = await fixture.tenants.contact(locationId);
  return { locationId, contact, mailbox: await aLiveMailbox(fixture) };
}

/** An email of its own from the contact, as the mailbox receives it: read as a sync reads it. */
export function anArrival(
  mailbox: Mailbox,
  contact: Contact,
  { headers = {}, ...rest }: Partial<GmailMessage> & { headers?: Record<string, string> } = {},
): Arrival {
  const message = gmailMessage(
    {
      'Message-ID': `<${randomUUID()}@example.com>`,
      From: `Ann Archer <${contact.emails[0]}>`,
      To: mailbox.emailAddress,
      Date: 'Fri, 20 Nov 2026 09:00:00 +0000',
      Subject: 'The flat',
      ...headers,
    },
    text('Is it still free?'),
    rest,
  );
  return arrivalOf(message, readContent(message), ownAddresses(mailbox));
}

/** What became of an email of the mailbox that these messages are of, as one sees who is in `locationIds`. */
export const change = (
  { gmailId, threadId }: Pick<Arrival, 'gmailId' | 'threadId'>,
  of: { messageIds: readonly MessageId[]; locationIds: readonly LocationId[] },
  effect: Partial<NetEffect>,
): Ingested => ({
  type: 'change',
  ...of,
  effect: { ...untouched({ id: gmailId, threadId }), ...effect },
});

/** The arrival as matched with these contacts. */
export const stores = (
  arrival: Arrival,
  contacts: readonly Contact[],
  before: LedgerEntry | undefined = undefined,
): Ingested => ({ type: 'store', before, arrival, destinations: matchContacts(arrival, contacts) });
