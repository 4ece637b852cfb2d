import { randomUUID } from 'node:crypto';
import {
  CALLABLES,
  type CallableInput,
  type CallableName,
} from '../../../shared/domain/callables/callables.ts';
import { ContactId, ConversationId, LocationId, MailboxId, MessageId } from '../../../shared/domain/ids.ts';
import { anAddress } from '../../support/builders.ts';

/** Ids that a caller may have got hold of. */
export interface Ids {
  readonly mailboxId: string;
  readonly locationId: string;
  readonly contactId: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly attachmentId: string;
}

/** Ids of nothing. */
export function missingIds(): Ids {
  const locationId = LocationId(`location-${randomUUID()}`);
  const contactId = ContactId(`contact-${randomUUID()}`);
  return {
    locationId,
    contactId,
    mailboxId: MailboxId.of(anAddress()),
    conversationId: ConversationId.of(locationId, contactId),
    messageId: MessageId.of(locationId, randomUUID(), 0),
    attachmentId: '1',
  };
}

/** An input of each callable that is right in itself. */
export const SAMPLES: {
  readonly [Name in CallableName]: (ids: Ids) => CallableInput<Name>;
} = {
  connectGmail: () => ({}),
  disconnectGmail: ({ mailboxId }) => ({ mailboxId }),
  getSyncStatus: () => ({}),
  syncNow: ({ mailboxId }) => ({ mailboxId }),
  saveContact: ({ locationId }) => ({ locationId, name: 'Ann Archer', emails: [] }),
  fetchContactHistory: ({ contactId }) => ({ contactId }),
  sendMessage: ({ mailboxId }) => ({
    mailboxId,
    requestId: 'request-1',
    to: ['ann@example.com'],
    subject: 'The flat',
    text: 'It is still free.',
  }),
  markConversationRead: ({ conversationId }) => ({ conversationId, read: true }),
  getAttachment: ({ messageId, attachmentId }) => ({ messageId, attachmentId }),
  explainMessage: ({ mailboxId }) => ({ mailboxId, gmailId: '18c2f0a1b2c3d4e5' }),
  saveLocation: ({ locationId }) => ({
    locationId,
    excluded: ['bank.example'],
    skipAutomated: true,
    shareMailboxes: false,
    ghl: { logHistory: true },
  }),
  linkGhl: ({ locationId }) => ({ locationId, ghlLocationId: 'location-at-ghl', token: 'pit-of-nobody' }),
  unlinkGhl: ({ locationId }) => ({ locationId }),
  retryOutbox: ({ locationId }) => ({ locationId, before: '2026-11-22T12:00:00Z' }),
};

const isCallable = (name: string): name is CallableName => Object.hasOwn(CALLABLES, name);

export const CALLABLE_NAMES: readonly CallableName[] = Object.keys(CALLABLES).filter(isCallable);
