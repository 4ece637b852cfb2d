import { expect } from '@jest/globals';
import type { HistoryRecord } from '../../../shared/domain/gmail.ts';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import { GmailMessageId } from '../../../shared/domain/ids.ts';
import { type ConnectedMailbox, connectMailbox } from './connect.ts';
import type { GmailServer } from './gmailServer.ts';

/** A mailbox with one message, and the history id of its arrival. */
async function mailboxWithMail(server: GmailServer) {
  const connected = await connectMailbox(server);
  const { id } = await connected.mailbox.deliver({ from: 'ann@example.net', subject: 'first' });
  const { historyId } = await connected.gmail.getMessage(GmailMessageId(id));
  return { ...connected, first: id, historyId };
}

async function changesAfter({ gmail }: ConnectedMailbox, startHistoryId: HistoryId) {
  const { records } = await gmail.listHistory({ startHistoryId });
  return records.flatMap(({ changes }) => changes);
}

const ids = (records: readonly HistoryRecord[]) => records.map(({ id }) => BigInt(id));

export const HISTORY_CASES = {
  'history tells what arrived, in order, with its labels': async (server: GmailServer) => {
    const at = await mailboxWithMail(server);
    const second = await at.mailbox.deliver({ from: 'ann@example.net' });
    const third = await at.mailbox.deliver({ from: at.mailbox.address, labelIds: ['SENT'] });
    expect(await changesAfter(at, at.historyId)).toEqual([
      { type: 'messageAdded', message: { ...ref(second), labelIds: ['INBOX', 'UNREAD'] } },
      { type: 'messageAdded', message: { ...ref(third), labelIds: ['SENT'] } },
    ]);
  },

  'history tells which labels were added and removed': async (server: GmailServer) => {
    const at = await mailboxWithMail(server);
    await at.mailbox.relabel([at.first], { add: ['STARRED'] });
    await at.mailbox.relabel([at.first], { remove: ['UNREAD'] });
    expect(await changesAfter(at, at.historyId)).toMatchObject([
      { type: 'labelsAdded', message: { id: at.first }, labelIds: ['STARRED'] },
      { type: 'labelsRemoved', message: { id: at.first }, labelIds: ['UNREAD'] },
    ]);
  },

  'history tells what was deleted for good': async (server: GmailServer) => {
    const at = await mailboxWithMail(server);
    await at.mailbox.delete(at.first);
    expect(await changesAfter(at, at.historyId)).toMatchObject([
      { type: 'messageDeleted', message: { id: at.first } },
    ]);
  },

  'history ids rise, beyond what a number can hold, and never over 64 bits': async (server: GmailServer) => {
    const at = await mailboxWithMail(server);
    for (const add of ['STARRED', 'IMPORTANT']) await at.mailbox.relabel([at.first], { add: [add] });
    const { records, historyId } = await at.gmail.listHistory({ startHistoryId: at.historyId });
    const [one, two] = ids(records);
    expect(one).toBeGreaterThan(BigInt(at.historyId));
    expect(two).toBeGreaterThan(one ?? 0n);
    expect(BigInt(historyId)).toBeGreaterThanOrEqual(two ?? 0n);
    expect(BigInt(historyId)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
  },

  'history has pages of 500 records, without a gap or an overlap': async (server: GmailServer) => {
    const at = await mailboxWithMail(server);
    const messages = [at.first];
    while (messages.length < 10) messages.push((await at.mailbox.deliver({ from: 'ann@example.net' })).id);
    for (let round = 0; round < 51; round++) {
      await at.mailbox.relabel(messages, round % 2 === 0 ? { add: ['STARRED'] } : { remove: ['STARRED'] });
    }
    const first = await at.gmail.listHistory({ startHistoryId: at.historyId });
    expect(first.records).toHaveLength(500);
    const pageToken = `${first.nextPageToken}`;
    const second = await at.gmail.listHistory({ startHistoryId: at.historyId, pageToken });
    expect(second.records).toHaveLength(9 + 510 - 500);
    expect(second).not.toHaveProperty('nextPageToken');
    const all = ids([...first.records, ...second.records]);
    expect(all).toEqual([...new Set(all)].toSorted((a, b) => (a < b ? -1 : 1)));
    expect(BigInt(second.historyId)).toBeGreaterThanOrEqual(all.at(-1) ?? 0n);
  },

  'history from the current id has no records and names that id': async (server: GmailServer) => {
    const at = await mailboxWithMail(server);
    await expect(at.gmail.listHistory({ startHistoryId: at.historyId })).resolves.toEqual({
      records: [],
      historyId: at.historyId,
    });
  },

  'a start id that is too old is expired': async (server: GmailServer) => {
    const at = await mailboxWithMail(server);
    await at.mailbox.expireHistory();
    await expect(at.gmail.listHistory({ startHistoryId: at.historyId })).rejects.toMatchObject({
      code: 'historyExpired',
    });
  },

  'a start id from before the mailbox is expired': async (server: GmailServer) => {
    const at = await mailboxWithMail(server);
    await expect(at.gmail.listHistory({ startHistoryId: HistoryId.of('1') })).rejects.toMatchObject({
      code: 'historyExpired',
    });
  },

  'the profile names the address and the current history id': async (server: GmailServer) => {
    const at = await mailboxWithMail(server);
    await at.mailbox.relabel([at.first], { add: ['STARRED'] });
    const { historyId } = await at.gmail.listHistory({ startHistoryId: at.historyId });
    await expect(at.gmail.getProfile()).resolves.toEqual({ emailAddress: at.mailbox.address, historyId });
  },
};

const ref = ({ id, threadId }: { id: string; threadId: string }) => ({ id, threadId });
