import type { Firestore } from '@google-cloud/firestore';
import { conversationConverter } from '../../shared/adapters/firestore/converters/conversation.ts';
import type { Converter } from '../../shared/adapters/firestore/converters/converter.ts';
import { ledgerConverter } from '../../shared/adapters/firestore/converters/ledger.ts';
import { mailboxConverter } from '../../shared/adapters/firestore/converters/mailbox.ts';
import { messageConverter } from '../../shared/adapters/firestore/converters/message.ts';
import { runConverter } from '../../shared/adapters/firestore/converters/run.ts';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { LocationId, MailboxId } from '../../shared/domain/ids.ts';
import type { LedgerEntry } from '../../shared/domain/ledger.ts';
import type { Mailbox } from '../../shared/domain/mailbox.ts';
import type { Message } from '../../shared/domain/message.ts';
import type { Run } from '../../shared/domain/run.ts';

/** What is in Firestore, read past the product. */
export class Store {
  readonly #db: Firestore;

  constructor(db: Firestore) {
    this.#db = db;
  }

  async findMailbox(id: MailboxId): Promise<Mailbox | undefined> {
    return mailboxConverter.read(await paths.mailbox(this.#db, id).get());
  }

  async mailbox(id: MailboxId): Promise<Mailbox> {
    const mailbox = await this.findMailbox(id);
    if (!mailbox) throw new Error(`No mailbox ${id}`);
    return mailbox;
  }

  /** By Gmail id. */
  async ledger(id: MailboxId): Promise<Record<string, LedgerEntry>> {
    const { docs } = await paths.mailbox(this.#db, id).collection('ledger').get();
    const entries = new Map<string, LedgerEntry>();
    for (const doc of docs) {
      const entry = ledgerConverter.read(doc);
      if (entry) entries.set(doc.id, entry);
    }
    return Object.fromEntries(entries);
  }

  messages(locationId: LocationId): Promise<readonly Message[]> {
    return this.#ofLocation('messages', locationId, messageConverter);
  }

  async countMessages(locationId: LocationId): Promise<number> {
    const found = this.#db.collection('messages').where('locationId', '==', locationId);
    return (await found.count().get()).data().count;
  }

  conversations(locationId: LocationId): Promise<readonly Conversation[]> {
    return this.#ofLocation('conversations', locationId, conversationConverter);
  }

  async runs(id: MailboxId): Promise<readonly Run[]> {
    const { docs } = await paths.mailbox(this.#db, id).collection('runs').get();
    return docs.flatMap((doc) => runConverter.read(doc) ?? []);
  }

  async #ofLocation<T>(
    collection: string,
    locationId: LocationId,
    converter: Converter<T>,
  ): Promise<readonly T[]> {
    const { docs } = await this.#db.collection(collection).where('locationId', '==', locationId).get();
    return docs.flatMap((doc) => converter.read(doc) ?? []);
  }
}
