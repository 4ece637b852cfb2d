import { expect } from '@jest/globals';
import { GmailMessageId } from '../../../shared/domain/ids.ts';
import { connectMailbox } from './connect.ts';
import type { GmailServer } from './gmailServer.ts';

const UNKNOWN = GmailMessageId('18c0ffee18c0ffee');

/** Two unread mails and one that is read, and what history tells of their labels since. */
async function threeMails(server: GmailServer) {
  const { mailbox, gmail } = await connectMailbox(server);
  const deliver = async (labelIds: readonly string[]) =>
    GmailMessageId((await mailbox.deliver({ from: 'ann@example.net', labelIds })).id);
  const read = await deliver(['INBOX']);
  const unread = [await deliver(['INBOX', 'UNREAD']), await deliver(['INBOX', 'UNREAD'])];
  const { historyId } = await gmail.getMessage(unread[1] ?? UNKNOWN);
  const labelsOf = async (id: GmailMessageId) => (await gmail.getLabels(id)).toSorted();
  const changes = async () =>
    (await gmail.listHistory({ startHistoryId: historyId })).records.flatMap(({ changes: of }) => of);
  return { mailbox, gmail, read, unread, all: [read, ...unread], labelsOf, changes };
}

export const BATCH_CASES = {
  'several mails are marked as read in one step, and history tells of each that was unread': async (
    server: GmailServer,
  ) => {
    const { gmail, unread, all, labelsOf, changes } = await threeMails(server);
    await expect(gmail.modifyLabels(all, { remove: ['UNREAD'] })).resolves.toBeUndefined();
    for (const id of all) expect(await labelsOf(id)).toEqual(['INBOX']);
    expect(await changes()).toMatchObject(
      unread.map((id) => ({ type: 'labelsRemoved', message: { id }, labelIds: ['UNREAD'] })),
    );
  },

  'a mail is marked as unread, and history tells of it': async (server: GmailServer) => {
    const { gmail, read, labelsOf, changes } = await threeMails(server);
    await gmail.modifyLabels([read], { add: ['UNREAD'] });
    expect(await labelsOf(read)).toEqual(['INBOX', 'UNREAD']);
    expect(await changes()).toMatchObject([
      { type: 'labelsAdded', message: { id: read }, labelIds: ['UNREAD'] },
    ]);
  },

  'labels come and go in the same step': async (server: GmailServer) => {
    const { gmail, unread, labelsOf } = await threeMails(server);
    await gmail.modifyLabels(unread, { add: ['STARRED'], remove: ['UNREAD'] });
    for (const id of unread) expect(await labelsOf(id)).toEqual(['INBOX', 'STARRED']);
  },

  'mails that are gone are passed over': async (server: GmailServer) => {
    const { mailbox, gmail, unread, labelsOf } = await threeMails(server);
    const [kept = UNKNOWN, deleted = UNKNOWN] = unread;
    await mailbox.delete(deleted);
    await gmail.modifyLabels([UNKNOWN, deleted, kept], { remove: ['UNREAD'] });
    expect(await labelsOf(kept)).toEqual(['INBOX']);
  },

  'what has the labels already is left as it is, and not in the history': async (server: GmailServer) => {
    const { gmail, read, changes } = await threeMails(server);
    await gmail.modifyLabels([read], { remove: ['UNREAD'] });
    expect(await changes()).toEqual([]);
  },

  'a label that is not there cannot be given': async (server: GmailServer) => {
    const { gmail, all, changes } = await threeMails(server);
    const change = gmail.modifyLabels(all, { add: ['Label_999'] });
    await expect(change).rejects.toMatchObject({ code: 'invalidRequest' });
    expect(await changes()).toEqual([]);
  },
};
