import { randomUUID } from 'node:crypto';
import type { Arrival } from '../../shared/domain/arrival.ts';
import {
  AgentId,
  ContactId,
  EmailAddress,
  GmailMessageId,
  GmailThreadId,
  LocationId,
  MailboxId,
} from '../../shared/domain/ids.ts';
import { type Mailbox, NO_COUNTS } from '../../shared/domain/mailbox.ts';
import type { Envelope } from '../../shared/domain/message.ts';
import type { Contact, Location } from '../../shared/domain/tenancy.ts';

/** A person's address that no other test has. */
export const anAddress = (name = 'someone'): EmailAddress =>
  EmailAddress(`${name}-${randomUUID()}@example.com`);

type StatusOf<M> = M extends Mailbox ? Omit<M, Exclude<keyof CommonFields, 'status'>> : never;
type CommonFields = Extract<Mailbox, { status: 'connecting' }>;

/** A freshly connected mailbox in the given status, nobody's lease on it. */
export function aMailbox(status: StatusOf<Mailbox>, overrides: Partial<CommonFields> = {}): Mailbox {
  const emailAddress = overrides.emailAddress ?? anAddress('agent');
  const common: Omit<CommonFields, 'status'> = {
    mailboxId: MailboxId.of(emailAddress),
    uid: AgentId(`agent-${randomUUID()}`),
    emailAddress,
    aliases: [],
    grantVersion: 1,
    lease: { fence: 0, commits: 0, holder: null, expiresAt: null },
    wantedHistoryId: null,
    pausedUntil: null,
    continuesAt: null,
    progress: null,
    delta: null,
    recovery: null,
    lastRecoveryAt: null,
    counters: NO_COUNTS,
    usage: [],
    lastSyncAt: null,
    lastRunAt: new Date('2026-11-01T00:00:00Z'),
    lastError: null,
    watchError: null,
    connectedAt: new Date('2026-11-01T00:00:00Z'),
    syncedSince: null,
  };
  const { status: _, ...rest } = { ...overrides, status };
  return { ...common, ...rest, ...status };
}

/** A tenant with no settings of its own. */
export const aLocation = (overrides: Partial<Location> = {}): Location => ({
  locationId: LocationId(`location-${randomUUID()}`),
  name: 'Estio',
  shareMailboxes: true,
  excluded: [],
  skipAutomated: false,
  ghl: null,
  unlinkedFrom: null,
  ...overrides,
});

/** A person of some location, with an address that no other test has. */
export const aContact = (overrides: Partial<Contact> = {}): Contact => ({
  contactId: ContactId(`contact-${randomUUID()}`),
  locationId: LocationId(`location-${randomUUID()}`),
  name: 'Ann Archer',
  emails: [anAddress('contact')],
  ghlContactId: null,
  ...overrides,
});

const anEnvelope = (overrides: Partial<Envelope> = {}): Envelope => ({
  rfc822MessageId: `${randomUUID()}@example.com`,
  from: [],
  to: [],
  cc: [],
  bcc: [],
  replyTo: [],
  subject: 'Offer',
  dateHeader: 'Mon, 2 Nov 2026 10:00:00 +0000',
  inReplyTo: [],
  references: [],
  ...overrides,
});

/** An email that came in and was read, unlike any other. */
export function anArrival(overrides: Partial<Arrival> = {}): Arrival {
  const id = randomUUID();
  return {
    gmailId: GmailMessageId(id),
    threadId: GmailThreadId(id),
    labels: ['INBOX'],
    sentAt: new Date('2026-11-02T10:00:00Z'),
    direction: 'inbound',
    fingerprint: `fingerprint-${id}`,
    content: {
      envelope: anEnvelope(),
      body: { text: 'Hello', html: null, truncated: false, quotedFrom: null },
      attachments: [],
      event: null,
      snippet: `Hello ${id}`,
    },
    counterparts: [],
    automated: false,
    ...overrides,
  };
}
