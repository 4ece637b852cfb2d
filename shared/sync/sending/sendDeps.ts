import type { CheckedInput } from '../../domain/callables/callables.ts';
import type { GmailMessageId, GmailThreadId } from '../../domain/ids.ts';
import type { Mailbox } from '../../domain/mailbox.ts';
import type { Send } from '../../domain/outgoing/send.ts';
import type { SendRefusal } from '../../domain/outgoing/sendRefusal.ts';
import type { Agent } from '../../domain/tenancy.ts';
import type { ComposeMail } from '../../ports/platform.ts';
import type { MessageStore } from '../../ports/stores/messageStore.ts';
import type { SendStore } from '../../ports/stores/sendStore.ts';
import type { SyncDeps } from '../deps.ts';

export type SendDeps = SyncDeps & {
  readonly sends: SendStore;
  readonly messages: Pick<MessageStore, 'placesOf'>;
  readonly composeMail: ComposeMail;
};

/** A mail that an agent wants to be sent, and how it is known again. */
export interface SendOrder {
  readonly agent: Agent;
  readonly mailbox: Mailbox;
  readonly input: CheckedInput<'sendMessage'>;
  readonly asked: Pick<Send, 'sendId' | 'mailboxId' | 'content'>;
  readonly rfc822MessageId: string;
}

export interface SentMail {
  readonly outcome: 'sent';
  readonly gmailId: GmailMessageId;
  readonly threadId: GmailThreadId;
  /** Whether this call has sent it. */
  readonly isNew: boolean;
}

export type NotSent = SendRefusal | { readonly outcome: 'unknownMessage' };
