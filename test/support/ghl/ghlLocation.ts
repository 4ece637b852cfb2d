import { type GoneStatus, ghlErrors } from './ghlError.ts';
import type { Ids } from './ids.ts';
import { type LimitRule, RateLimits } from './rateLimits.ts';
import type { LoggedEmail, StoredContact, StoredConversation } from './records.ts';
import type { GhlMethod } from './routes.ts';

/** What the real GHL does that nobody expects; all off unless a test turns it on. */
export interface Traps {
  /** So many posts of an email are answered 200 without a `messageId`, and store nothing. */
  storesNothing: number;
  /** A search does not find what is younger, in milliseconds; that it exists is known all the same. */
  searchLagMs: number;
  /** How a deleted contact or conversation is told. */
  goneStatus: GoneStatus;
  /** Contacts of one address side by side, which a location's owner can allow. */
  duplicatedContacts: boolean;
}

export interface Call {
  readonly method: GhlMethod;
  /** Zero where the connection was cut. */
  readonly status: number;
  readonly at: Date;
}

interface ContactFields {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly additionalEmails?: readonly string[];
  readonly tags?: readonly string[] | undefined;
}

/** One location of GHL: what the API shows of it, what tests put there, and what was logged. */
export class GhlLocation {
  readonly id: string;
  readonly traps: Traps = { storesNothing: 0, searchLagMs: 0, goneStatus: 400, duplicatedContacts: false };
  readonly limits: RateLimits;
  readonly contacts = new Map<string, StoredContact>();
  readonly conversations = new Map<string, StoredConversation>();
  readonly providers = new Set<string>();
  /** Bodies of the calls that would have sent real mail. */
  readonly sent: unknown[] = [];
  readonly calls: Call[] = [];
  readonly ids: Ids;
  readonly now: () => Date;
  readonly #archive: LoggedEmail[] = [];

  constructor(ids: Ids, rule: LimitRule, now: () => Date, id = ids.next()) {
    this.id = id;
    this.ids = ids;
    this.now = now;
    this.limits = new RateLimits(rule, () => now().getTime());
  }

  /** Every email that was logged, in order of arrival, also those of contacts and conversations deleted since. */
  logged(of: { readonly contactId?: string; readonly conversationId?: string } = {}): readonly LoggedEmail[] {
    return this.#archive.filter(
      (email) =>
        (of.contactId === undefined || email.contactId === of.contactId) &&
        (of.conversationId === undefined || email.conversationId === of.conversationId),
    );
  }

  count(method: GhlMethod): number {
    return this.calls.filter((call) => call.method === method).length;
  }

  addContact({ name = '', email, additionalEmails = [], tags = [] }: ContactFields): StoredContact {
    const now = this.now();
    const contact = {
      id: this.ids.next(),
      locationId: this.id,
      name,
      email: email?.toLowerCase(),
      additionalEmails,
      tags,
      dateAdded: now,
      dateUpdated: now,
    };
    this.contacts.set(contact.id, contact);
    return contact;
  }

  /** @throws GhlError where it is gone */
  updateContact(id: string, fields: ContactFields): StoredContact {
    const contact = this.contact(id);
    contact.name = fields.name ?? contact.name;
    contact.email = fields.email?.toLowerCase() ?? contact.email;
    contact.additionalEmails = fields.additionalEmails ?? contact.additionalEmails;
    // They are replaced, not added to.
    contact.tags = fields.tags ?? contact.tags;
    contact.dateUpdated = this.now();
    return contact;
  }

  /** With its conversation and all that is in it. */
  deleteContact(id: string): StoredContact {
    const contact = this.contact(id);
    this.contacts.delete(id);
    for (const { id: conversationId, contactId } of this.conversations.values()) {
      if (contactId === id) this.conversations.delete(conversationId);
    }
    return contact;
  }

  contactOf(email: string): StoredContact | undefined {
    const wanted = email.toLowerCase();
    return [...this.contacts.values()].find(
      (each) => each.email === wanted || each.additionalEmails.includes(wanted),
    );
  }

  addConversation(contactId: string): StoredConversation {
    this.contact(contactId);
    const conversation = { id: this.ids.next(), contactId, dateAdded: this.now(), threads: [] };
    this.conversations.set(conversation.id, conversation);
    return conversation;
  }

  deleteConversation(id: string): void {
    this.conversation(id);
    this.conversations.delete(id);
  }

  /** A contact has one conversation. */
  conversationOf(contactId: string): StoredConversation | undefined {
    return [...this.conversations.values()].find((each) => each.contactId === contactId);
  }

  /** A custom conversation provider, as a marketplace app installs it. */
  addProvider(): string {
    const id = this.ids.next();
    this.providers.add(id);
    return id;
  }

  /** @throws GhlError where it is gone */
  contact(id: string): StoredContact {
    const contact = this.contacts.get(id);
    if (!contact) throw ghlErrors.contactGone(id, this.traps.goneStatus);
    return contact;
  }

  /** @throws GhlError where it is gone */
  conversation(id: string): StoredConversation {
    const conversation = this.conversations.get(id);
    if (!conversation) throw ghlErrors.conversationGone(id, this.traps.goneStatus);
    return conversation;
  }

  /** Whether a search finds it by now. */
  isSearchable({ dateAdded }: { readonly dateAdded: Date }): boolean {
    const { searchLagMs } = this.traps;
    return searchLagMs === 0 || this.now().getTime() - dateAdded.getTime() >= searchLagMs;
  }

  email(emailId: string): LoggedEmail | undefined {
    for (const { threads } of this.conversations.values()) {
      for (const { emails } of threads) {
        const found = emails.find((each) => each.emailId === emailId);
        if (found) return found;
      }
    }
    return undefined;
  }

  /** Puts an email into its thread: that of the email that it answers to, or one of its own. */
  log(email: Omit<LoggedEmail, 'emailId' | 'messageId' | 'arrivedAt'>, replyTo?: string): LoggedEmail {
    const { threads } = this.conversation(email.conversationId);
    const answered =
      replyTo === undefined
        ? undefined
        : threads.find(({ emails }) => emails.some(({ emailId }) => emailId === replyTo));
    if (replyTo !== undefined && !answered) throw ghlErrors.foreignEmail(replyTo);
    const thread = answered ?? { messageId: this.ids.next(), emails: [] };
    if (!answered) threads.push(thread);
    const logged = {
      ...email,
      emailId: this.ids.next(),
      messageId: thread.messageId,
      arrivedAt: this.now(),
    };
    thread.emails.push(logged);
    this.#archive.push(logged);
    return logged;
  }
}
