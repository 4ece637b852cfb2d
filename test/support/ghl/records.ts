/** A contact as GHL keeps it. */
export interface StoredContact {
  readonly id: string;
  readonly locationId: string;
  name: string;
  email: string | undefined;
  additionalEmails: readonly string[];
  tags: readonly string[];
  readonly dateAdded: Date;
  dateUpdated: Date;
}

/** One email, as it was logged. */
export interface LoggedEmail {
  /** GHL's id of the email. */
  readonly emailId: string;
  /** GHL's id of the thread that it is in: the `messageId` of the answer, the same for the whole thread. */
  readonly messageId: string;
  readonly conversationId: string;
  readonly contactId: string;
  readonly type: 'Email' | 'Custom';
  readonly altId: string | undefined;
  readonly direction: 'inbound' | 'outbound';
  /** What it is shown as, whenever it arrived. */
  readonly date: Date;
  readonly arrivedAt: Date;
  readonly subject: string | undefined;
  readonly html: string | undefined;
  readonly message: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly conversationProviderId: string | undefined;
}

/**
 * The emails of one thread: a single row in the list of a conversation's messages, whose email ids grow. Its text and
 * date are those of the last email.
 */
export interface Thread {
  readonly messageId: string;
  readonly emails: LoggedEmail[];
}

export interface StoredConversation {
  readonly id: string;
  readonly contactId: string;
  readonly dateAdded: Date;
  readonly threads: Thread[];
}
