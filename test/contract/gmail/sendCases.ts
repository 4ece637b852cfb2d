import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import type { HistoryId } from '../../../shared/domain/historyId.ts';
import { GmailMessageId, GmailThreadId } from '../../../shared/domain/ids.ts';
import type { Gmail } from '../../../shared/ports/gmail.ts';
import type { Mail } from '../../support/gmail/mail.ts';
import { connectMailbox } from './connect.ts';
import type { GmailServer } from './gmailServer.ts';
import { composed, fileOf, headerOf } from './sentMail.ts';

/** A mailbox in which something happened, since a mailbox without mail has no history id to begin from. */
async function sender(server: GmailServer, mail: Partial<Mail> = {}) {
  const connected = await connectMailbox(server);
  const { mailbox, gmail } = connected;
  const first = await mailbox.deliver({ from: 'ann@example.net', to: mailbox.address, ...mail });
  const { historyId } = await gmail.getMessage(GmailMessageId(first.id));
  return { ...connected, first, historyId };
}

const addedSince = async (gmail: Gmail, startHistoryId: HistoryId) =>
  (await gmail.listHistory({ startHistoryId })).records
    .flatMap(({ changes }) => changes)
    .filter(({ type }) => type === 'messageAdded');

/** What is sent as JSON and what is sent as upload ends the same. */
const arrives = (bytes: number) => async (server: GmailServer) => {
  const { mailbox, gmail, historyId } = await sender(server);
  const file = randomBytes(bytes);
  const { raw, messageId } = composed({
    from: mailbox.address,
    to: 'ann@example.net',
    attachments: [{ filename: 'plan.bin', content: file }],
  });
  const sent = await gmail.sendMessage({ raw });
  const message = await gmail.getMessage(sent.id);
  expect(message).toMatchObject({ id: sent.id, threadId: sent.threadId, labelIds: ['SENT'] });
  expect(headerOf(message, 'Message-ID')).toBe(messageId);
  expect((await fileOf(gmail, message)).equals(file)).toBe(true);
  expect(await addedSince(gmail, historyId)).toMatchObject([{ message: { id: sent.id } }]);
};

export const SEND_CASES = {
  'a sent mail is in the mailbox with SENT, our Message-ID and all its bytes, and in the history':
    arrives(900),
  'a mail of several megabytes is, too': arrives(3_000_000),

  'what is sent tells where it is and that it is sent': async (server: GmailServer) => {
    const { mailbox, gmail } = await sender(server);
    const { raw } = composed({ from: mailbox.address, to: 'ann@example.net' });
    const { id, threadId, labelIds } = await gmail.sendMessage({ raw });
    expect(await gmail.getThread(threadId)).toMatchObject([{ id, threadId }]);
    expect(labelIds).toEqual(['SENT']);
  },

  'a sent mail is found by its Message-ID, wherever it lies': async (server: GmailServer) => {
    const { mailbox, gmail } = await sender(server);
    const { raw, messageId } = composed({ from: mailbox.address, to: 'ann@example.net' });
    const { id } = await gmail.sendMessage({ raw });
    const query = `rfc822msgid:${messageId.slice(1, -1)}`;
    const found = async () =>
      (await gmail.listMessages({ query, maxResults: 2, everywhere: true })).messages.map((mail) => mail.id);
    expect(await found()).toEqual([id]);
    await mailbox.relabel([id], { add: ['TRASH'] });
    expect(await found()).toEqual([id]);
  },

  'the Bcc of a sent mail stays in it': async (server: GmailServer) => {
    const { mailbox, gmail } = await sender(server);
    const { raw } = composed({ from: mailbox.address, to: 'ann@example.net', bcc: 'bob@example.net' });
    const { id } = await gmail.sendMessage({ raw });
    expect(headerOf(await gmail.getMessage(id), 'Bcc')).toBe('bob@example.net');
  },

  'a reply under its subject, with references, is in the thread': async (server: GmailServer) => {
    const { mailbox, gmail, first } = await sender(server, {
      subject: 'Offer',
      messageId: 'offer@example.net',
    });
    const reply = { from: mailbox.address, to: 'ann@example.net', subject: 'Re: Offer' };
    const { raw } = composed({ ...reply, inReplyTo: 'offer@example.net', references: 'offer@example.net' });
    const threadId = GmailThreadId(first.threadId);
    const sent = await gmail.sendMessage({ raw, threadId });
    expect(sent.threadId).toBe(threadId);
    expect((await gmail.getThread(threadId)).map(({ id }) => id)).toEqual([first.id, sent.id]);
  },

  'a large reply is in the thread, too': async (server: GmailServer) => {
    const { mailbox, gmail, first } = await sender(server, {
      subject: 'Offer',
      messageId: 'large@example.net',
    });
    const { raw } = composed({
      from: mailbox.address,
      to: 'ann@example.net',
      subject: 'Re: Offer',
      references: 'large@example.net',
      attachments: [{ filename: 'plan.bin', content: randomBytes(1_500_000) }],
    });
    const sent = await gmail.sendMessage({ raw, threadId: GmailThreadId(first.threadId) });
    expect(sent.threadId).toBe(first.threadId);
  },

  'a mail under another subject begins a thread of its own': async (server: GmailServer) => {
    const { mailbox, gmail, first } = await sender(server, {
      subject: 'Offer',
      messageId: 'other@example.net',
    });
    const { raw } = composed({
      from: mailbox.address,
      to: 'ann@example.net',
      subject: 'Lunch',
      references: 'other@example.net',
    });
    const sent = await gmail.sendMessage({ raw, threadId: GmailThreadId(first.threadId) });
    expect(sent.threadId).not.toBe(first.threadId);
  },

  'a thread that is not there is gone, and nothing is sent': async (server: GmailServer) => {
    const { mailbox, gmail, historyId } = await sender(server);
    const { raw } = composed({ from: mailbox.address, to: 'ann@example.net' });
    const sending = gmail.sendMessage({ raw, threadId: GmailThreadId('18c0ffee18c0ffee') });
    await expect(sending).rejects.toMatchObject({ code: 'messageGone' });
    expect(await addedSince(gmail, historyId)).toEqual([]);
  },

  'a mail to nobody is refused': async (server: GmailServer) => {
    const { mailbox, gmail } = await sender(server);
    const { raw } = composed({ from: mailbox.address });
    await expect(gmail.sendMessage({ raw })).rejects.toMatchObject({ code: 'invalidRequest' });
  },
};
