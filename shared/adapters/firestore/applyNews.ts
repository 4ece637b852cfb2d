import type { Firestore, Query, Transaction } from '@google-cloud/firestore';
import type { ImportedContact } from '../../domain/contacts/importContact.ts';
import {
  type ContactNews,
  expiryOfEvent,
  type NewsResult,
  planNews,
  type StoredNews,
} from '../../domain/contacts/importWord.ts';
import { WebhookId, WordId } from '../../domain/ids.ts';
import { importedContactConverter, wordConverter } from './converters/contactImport.ts';
import { paths } from './paths.ts';

/**
 * Whoever gives one of the addresses to another contact at the same time has read the same query: one of the two
 * transactions is repeated, and finds the address taken.
 */
export function applyNews(db: Firestore, news: ContactNews): Promise<NewsResult> {
  return db.runTransaction((tx) => carryOut(db, tx, news));
}

/** Locks nothing, so that several can be looked at side by side. */
export async function previewNews(db: Firestore, news: ContactNews): Promise<NewsResult> {
  return planNews(await readStored(db, undefined, news), news).result;
}

async function carryOut(db: Firestore, tx: Transaction, news: ContactNews): Promise<NewsResult> {
  const refs = refsOf(db, news);
  const plan = planNews(await readStored(db, tx, news), news);
  for (const id of plan.remove ?? []) tx.delete(paths.contact(db, id));
  // The CRM may keep more in the document.
  const { save } = plan;
  if (save) tx.set(paths.contact(db, save.contactId), importedContactConverter.write(save), { merge: true });
  if (plan.word && refs.word) tx.set(refs.word, wordConverter.write(plan.word));
  if (refs.webhook && plan.result.outcome !== 'seen')
    tx.create(refs.webhook, { at: news.now, expireAt: expiryOfEvent(news.now) });
  return plan.result;
}

function refsOf(db: Firestore, { said: { locationId, ghlContactId }, webhookId }: ContactNews) {
  return {
    word: ghlContactId === null ? undefined : paths.ghlWord(db, WordId.of(locationId, ghlContactId)),
    webhook: webhookId === undefined ? undefined : paths.webhook(db, WebhookId.of(locationId, webhookId)),
  };
}

async function readStored(
  db: Firestore,
  tx: Transaction | undefined,
  news: ContactNews,
): Promise<StoredNews> {
  const { locationId, ghlContactId, emails } = news.said;
  const refs = refsOf(db, news);
  const inLocation = paths.contacts(db).where('locationId', '==', locationId);
  const found = async (query: Query | undefined): Promise<readonly ImportedContact[]> => {
    const docs = query ? (await (tx ? tx.get(query) : query.get())).docs : [];
    return docs.flatMap((snapshot) => importedContactConverter.read(snapshot) ?? []);
  };
  const [word, webhook, own, holders] = await Promise.all([
    refs.word && (tx ? tx.get(refs.word) : refs.word.get()),
    refs.webhook && (tx ? tx.get(refs.webhook) : refs.webhook.get()),
    found(ghlContactId === null ? undefined : inLocation.where('ghlContactId', '==', ghlContactId)),
    found(
      news.deleted || emails.length === 0
        ? undefined
        : inLocation.where('emails', 'array-contains-any', [...emails]),
    ),
  ]);
  return { seen: webhook?.exists === true, word: word && wordConverter.read(word), own, holders };
}
