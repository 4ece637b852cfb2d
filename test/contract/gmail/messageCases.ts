import { expect } from '@jest/globals';
import type { MessagePart } from '../../../shared/domain/gmail.ts';
import { GmailMessageId, GmailThreadId } from '../../../shared/domain/ids.ts';
import { connectMailbox } from './connect.ts';
import type { GmailServer } from './gmailServer.ts';

const minute = (n: number) => new Date(Date.UTC(2026, 10, 20, 12, n));
const UNKNOWN = '18c0ffee18c0ffee';

export const MESSAGE_CASES = {
  'a list is newest first and goes on page by page': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server);
    const ids: string[] = [];
    for (const n of [3, 1, 5, 2, 4]) {
      const { id } = await mailbox.deliver({
        from: 'ann@example.net',
        subject: `mail ${n}`,
        date: minute(n),
      });
      ids[5 - n] = id;
    }
    const first = await gmail.listMessages({ query: '', maxResults: 2 });
    expect(first.messages.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const second = await gmail.listMessages({
      query: '',
      maxResults: 2,
      pageToken: `${first.nextPageToken}`,
    });
    expect(second.messages.map(({ id }) => id)).toEqual(ids.slice(2, 4));
    const last = await gmail.listMessages({ query: '', maxResults: 2, pageToken: `${second.nextPageToken}` });
    expect(last.messages.map(({ id }) => id)).toEqual(ids.slice(4));
    expect(last).not.toHaveProperty('nextPageToken');
  },

  'a list leaves out spam and trash': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server);
    const kept = await mailbox.deliver({ from: 'ann@example.net' });
    const trashed = await mailbox.deliver({ from: 'ann@example.net' });
    await mailbox.relabel([trashed.id], { add: ['TRASH'], remove: ['INBOX'] });
    await mailbox.deliver({ from: 'bot@example.net', labelIds: ['SPAM'] });
    const { messages } = await gmail.listMessages({ query: '', maxResults: 500 });
    expect(messages.map(({ id }) => id)).toEqual([kept.id]);
  },

  'a mailbox without mail lists nothing': async (server: GmailServer) => {
    const { gmail } = await connectMailbox(server);
    await expect(gmail.listMessages({ query: '', maxResults: 500 })).resolves.toEqual({
      messages: [],
      estimate: 0,
    });
  },

  'a message comes whole: labels, headers, nested parts and bodies': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server);
    const { id, threadId } = await mailbox.deliver({
      from: 'Ann Lee <ann@example.net>',
      to: mailbox.address,
      cc: 'bob@example.net',
      subject: 'Offer',
      messageId: 'offer-1@example.net',
      date: minute(7),
      text: 'Grüße aus Köln – 日本語',
      html: '<p>Grüße</p>',
      attachments: [{ filename: 'offer.pdf', mimeType: 'application/pdf', content: 'x'.repeat(2000) }],
    });
    const message = await gmail.getMessage(GmailMessageId(id));
    expect(message).toMatchObject({ id, threadId, internalDate: minute(7) });
    expect(message.labelIds.toSorted()).toEqual(['INBOX', 'UNREAD']);
    expect(message.sizeEstimate).toBeGreaterThan(2000);
    expect(header(message.payload, 'From')).toBe('Ann Lee <ann@example.net>');
    expect(header(message.payload, 'Cc')).toBe('bob@example.net');
    expect(header(message.payload, 'Subject')).toBe('Offer');
    expect(header(message.payload, 'Message-ID')).toBe('<offer-1@example.net>');
    expect(outline(message.payload)).toEqual({
      'multipart/mixed': [{ 'multipart/alternative': ['text/plain', 'text/html'] }, 'application/pdf'],
    });
    expect(textOf(message.payload, 'text/plain')).toBe('Grüße aus Köln – 日本語');
    expect(textOf(message.payload, 'text/html')).toBe('<p>Grüße</p>');
    const attachment = find(message.payload, 'application/pdf');
    expect(attachment).toMatchObject({ filename: 'offer.pdf', body: { size: 2000 } });
    expect(attachment?.body.attachmentId).toBeTruthy();
    expect(attachment?.body.data).toBeUndefined();
  },

  'an unknown message or thread is gone': async (server: GmailServer) => {
    const { gmail } = await connectMailbox(server);
    await expect(gmail.getMessage(GmailMessageId(UNKNOWN))).rejects.toMatchObject({ code: 'messageGone' });
    await expect(gmail.getThread(GmailThreadId(UNKNOWN))).rejects.toMatchObject({ code: 'messageGone' });
  },

  'a message that was deleted for good is gone': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server);
    const { id } = await mailbox.deliver({ from: 'ann@example.net' });
    await mailbox.delete(id);
    await expect(gmail.getMessage(GmailMessageId(id))).rejects.toMatchObject({ code: 'messageGone' });
  },

  'a message of another mailbox is gone': async (server: GmailServer) => {
    const other = await connectMailbox(server);
    const { gmail } = await connectMailbox(server);
    const { id } = await other.mailbox.deliver({ from: 'ann@example.net' });
    await expect(gmail.getMessage(GmailMessageId(id))).rejects.toMatchObject({ code: 'messageGone' });
  },

  'a thread has all its messages, oldest first': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server);
    const { ids, threadId } = await conversation(mailbox);
    const messages = await gmail.getThread(GmailThreadId(threadId));
    expect(messages.map(({ id }) => id)).toEqual(ids);
    expect(messages.map(({ payload }) => textOf(payload, 'text/plain'))).toEqual(['Question', 'Answer']);
  },

  'a thread has what is in the trash, too': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server);
    const { ids, threadId } = await conversation(mailbox);
    await mailbox.relabel(ids.slice(0, 1), { add: ['TRASH'], remove: ['INBOX'] });
    const messages = await gmail.getThread(GmailThreadId(threadId));
    expect(messages.map(({ id }) => id)).toEqual(ids);
  },
};

async function conversation(mailbox: Awaited<ReturnType<typeof connectMailbox>>['mailbox']) {
  const messageId = `${crypto.randomUUID()}@example.net`;
  const subject = 'A question';
  const first = await mailbox.deliver({
    from: 'ann@example.net',
    subject,
    messageId,
    text: 'Question',
    date: minute(1),
  });
  const second = await mailbox.deliver({
    from: mailbox.address,
    to: 'ann@example.net',
    subject: `Re: ${subject}`,
    inReplyTo: messageId,
    references: messageId,
    text: 'Answer',
    date: minute(2),
    labelIds: ['SENT'],
  });
  expect(second.threadId).toBe(first.threadId);
  return { ids: [first.id, second.id], threadId: first.threadId };
}

const header = ({ headers }: MessagePart, name: string): string | undefined =>
  headers.find((each) => each.name.toLowerCase() === name.toLowerCase())?.value;

type Outline = string | { [mimeType: string]: Outline[] };

const outline = ({ mimeType, parts }: MessagePart): Outline =>
  parts.length === 0 ? mimeType : { [mimeType]: parts.map(outline) };

const find = (part: MessagePart, mimeType: string): MessagePart | undefined =>
  part.mimeType === mimeType ? part : part.parts.map((each) => find(each, mimeType)).find((each) => each);

const textOf = (part: MessagePart, mimeType: string): string =>
  Buffer.from(find(part, mimeType)?.body.data ?? '', 'base64url')
    .toString()
    .trimEnd();
