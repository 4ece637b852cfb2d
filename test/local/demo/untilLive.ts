import type { Firestore } from '@google-cloud/firestore';
import { mailboxConverter } from '../../../shared/adapters/firestore/converters/mailbox.ts';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import { MailboxId } from '../../../shared/domain/ids.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import { eventually } from '../../support/eventually.ts';

/** Waits for the first sync of a mailbox that was just connected. */
export function untilLive(db: Firestore, address: string, stop: AbortSignal): Promise<Mailbox> {
  const doc = paths.mailbox(db, MailboxId.of(address));
  return eventually('the mailbox is live', async () => {
    stop.throwIfAborted();
    const mailbox = mailboxConverter.read(await doc.get());
    return mailbox?.status === 'live' && mailbox;
  });
}

/** `12 stored, 4 skipped (no-contact 4)` */
export function countsText({ counters: { stored, skipped } }: Mailbox): string {
  const reasons = Object.entries(skipped);
  const sum = reasons.reduce((total, [, count]) => total + count, 0);
  const told = reasons.map(([reason, count]) => `${reason} ${count}`).join(', ');
  return `${stored} older mails stored, ${sum} skipped${told && ` (${told})`}`;
}
