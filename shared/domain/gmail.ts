import type { HistoryId } from './historyId.ts';
import type { GmailMessageId, GmailThreadId } from './ids.ts';

/** What Gmail tells of a mailbox, already parsed at the edge: the domain sees no vendor type. */
export interface GmailMessage {
  readonly id: GmailMessageId;
  readonly threadId: GmailThreadId;
  readonly labelIds: readonly string[];
  readonly snippet: string;
  readonly historyId: HistoryId;
  /** Gmail's own time of the message; the `Date` header is the sender's claim. */
  readonly internalDate: Date;
  readonly sizeEstimate: number;
  readonly payload: MessagePart;
}

/** A MIME part as `format=full` returns it: small bodies inline, others as an `attachmentId`. */
export interface MessagePart {
  readonly partId: string;
  readonly mimeType: string;
  readonly filename: string;
  readonly headers: readonly MessageHeader[];
  readonly body: {
    readonly size: number;
    readonly attachmentId?: string /** base64url */;
    readonly data?: string;
  };
  readonly parts: readonly MessagePart[];
}

export interface MessageHeader {
  readonly name: string;
  readonly value: string;
}

/** The little that lists and history tell of a message; `labelIds` is absent where Gmail left it out. */
export interface MessageRef {
  readonly id: GmailMessageId;
  readonly threadId: GmailThreadId;
  readonly labelIds?: readonly string[];
}

export interface HistoryPage {
  readonly records: readonly HistoryRecord[];
  /** The mailbox's current id when Gmail answered. */
  readonly historyId: HistoryId;
  readonly nextPageToken?: string;
}

/** One change, in the order in which Gmail listed it. */
export interface HistoryRecord {
  readonly id: HistoryId;
  readonly changes: readonly HistoryChange[];
}

export type HistoryChange =
  | { readonly type: 'messageAdded'; readonly message: MessageRef }
  | { readonly type: 'messageDeleted'; readonly message: MessageRef }
  | { readonly type: 'labelsAdded'; readonly message: MessageRef; readonly labelIds: readonly string[] }
  | { readonly type: 'labelsRemoved'; readonly message: MessageRef; readonly labelIds: readonly string[] };
