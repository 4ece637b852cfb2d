import type { GhlPlace, GhlRecipient } from '../../domain/ghl.ts';
import type { ContactId, GmailThreadId } from '../../domain/ids.ts';
import type { EntrySkipReason, OutboxEntry } from '../../domain/outbox/outbox.ts';
import type { RelayRun } from './relayRun.ts';

/** Where an entry is logged, or why nowhere. */
export type Destination =
  | { readonly ghlContactId: string; readonly ghlConversationId: string }
  | { readonly skip: EntrySkipReason };

/** What a run knows of contacts and threads at GHL; each is looked up once. A contact's entries come one by one. */
export class Recipients {
  readonly #run: RelayRun;
  readonly #found = new Map<ContactId, Destination>();
  readonly #lastEmails = new Map<string, string | null>();

  constructor(run: RelayRun) {
    this.#run = run;
  }

  async of({ contactId, locationId }: OutboxEntry): Promise<Destination> {
    const found = this.#found.get(contactId);
    if (found) return found;
    const recipient = await this.#run.deps.relays.readRecipient(contactId);
    const destination =
      recipient?.locationId === locationId
        ? await this.#find(contactId, recipient)
        : ({ skip: 'contactGone' } as const);
    this.#found.set(contactId, destination);
    return destination;
  }

  /** GHL no longer has the contact or the conversation. */
  async forget(contactId: ContactId): Promise<void> {
    this.#found.delete(contactId);
    await this.#remember(contactId, { ghlContactId: null, ghlConversationId: null });
  }

  /** The email to log a thread's next one under. */
  async lastEmailOf(thread: { contactId: ContactId; threadId: GmailThreadId }): Promise<string | null> {
    const key = keyOf(thread);
    const known = this.#lastEmails.get(key);
    if (known !== undefined) return known;
    const read = (await this.#run.deps.outbox.lastLogged(thread))?.ghlEmailId ?? null;
    this.#lastEmails.set(key, read);
    return read;
  }

  /** GHL no longer has the email. */
  forgetThread(thread: { contactId: ContactId; threadId: GmailThreadId }): void {
    this.#lastEmails.set(keyOf(thread), null);
  }

  logged(thread: { contactId: ContactId; threadId: GmailThreadId }, ghlEmailId: string | null): void {
    if (ghlEmailId !== null) this.#lastEmails.set(keyOf(thread), ghlEmailId);
  }

  async #find(contactId: ContactId, recipient: GhlRecipient): Promise<Destination> {
    const ghlContactId = recipient.ghlContactId ?? (await this.#contactOf(recipient));
    if (ghlContactId === undefined) return { skip: 'noGhlContact' };
    const isKnown = recipient.ghlContactId !== null && recipient.ghlConversationId !== null;
    const ghlConversationId =
      (isKnown ? recipient.ghlConversationId : null) ?? (await this.#conversationOf(ghlContactId));
    const place = { ghlContactId, ghlConversationId };
    if (!isKnown) await this.#remember(contactId, place);
    return place;
  }

  async #contactOf({ emails, name }: GhlRecipient): Promise<string | undefined> {
    for (const email of emails) {
      const found = await this.#run.call((ghl) => ghl.findContact(email));
      if (found) return found.ghlContactId;
    }
    const [email] = emails;
    if (email === undefined || !this.#run.link.document.createContacts) return undefined;
    return (await this.#run.call((ghl) => ghl.createContact({ email, name }))).ghlContactId;
  }

  async #conversationOf(ghlContactId: string): Promise<string> {
    const found = await this.#run.call((ghl) => ghl.findConversation(ghlContactId));
    return (found ?? (await this.#run.call((ghl) => ghl.createConversation(ghlContactId)))).ghlConversationId;
  }

  #remember(contactId: ContactId, place: GhlPlace): Promise<void> {
    return this.#run.deps.relays.rememberRecipient(contactId, place);
  }
}

const keyOf = ({ contactId, threadId }: { contactId: ContactId; threadId: GmailThreadId }): string =>
  `${contactId} ${threadId}`;
