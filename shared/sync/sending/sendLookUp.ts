import type { MessageRef } from '../../domain/gmail.ts';
import { openAnnounced } from '../pacing/openAnnounced.ts';
import type { SendDeps, SendOrder, SentMail } from './sendDeps.ts';

/** Gmail's search can be some seconds behind its sending. */
const LOOKS_AFTER_MS = [1_000, 3_000, 6_000];

type Found = Pick<SentMail, 'gmailId' | 'threadId'>;

/** The mail as Gmail has it, spam and trash included: one search, 5 units. @throws SyncError */
export async function lookUpSent(deps: SendDeps, order: SendOrder): Promise<Found | undefined> {
  const gmail = await openAnnounced(deps, order.mailbox);
  const query = `rfc822msgid:${order.rfc822MessageId}`;
  const { messages } = await gmail.listMessages({ query, maxResults: 5, everywhere: true });
  const [first] = messages;
  return first && foundAs(first);
}

/** The same, several times: it may turn up yet. A search that fails has found nothing. */
export async function lookForSent(deps: SendDeps, order: SendOrder): Promise<Found | undefined> {
  for (const delay of LOOKS_AFTER_MS) {
    await deps.clock.sleep(delay);
    const found = await lookUpSent(deps, order).catch(() => undefined);
    if (found) return found;
  }
  return undefined;
}

const foundAs = ({ id: gmailId, threadId }: MessageRef): Found => ({ gmailId, threadId });
