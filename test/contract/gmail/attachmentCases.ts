import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import { GmailMessageId } from '../../../shared/domain/ids.ts';
import { connectMailbox } from './connect.ts';
import type { GmailServer } from './gmailServer.ts';
import { fileOf, filesOf } from './sentMail.ts';

async function mailWith(server: GmailServer, ...contents: readonly Buffer[]) {
  const { mailbox, gmail } = await connectMailbox(server);
  const attachments = contents.map((content, index) => ({ filename: `file-${index}.bin`, content }));
  const { id } = await mailbox.deliver({ from: 'ann@example.net', text: 'See below', attachments });
  return { mailbox, gmail, id: GmailMessageId(id), message: await gmail.getMessage(GmailMessageId(id)) };
}

export const ATTACHMENT_CASES = {
  'each file has the bytes that were sent, of any value': async (server: GmailServer) => {
    const contents = [Buffer.from(Uint8Array.from({ length: 256 }, (_, byte) => byte)), randomBytes(70_001)];
    const { gmail, id, message } = await mailWith(server, ...contents);
    const files = filesOf(message.payload);
    expect(files.map(({ body }) => body.size)).toEqual(contents.map(({ length }) => length));
    for (const [index, { body }] of files.entries()) {
      const bytes = await gmail.getAttachment(id, `${body.attachmentId}`);
      expect(Buffer.from(bytes)).toEqual(contents[index]);
    }
  },

  'an empty file has no bytes': async (server: GmailServer) => {
    const { gmail, message } = await mailWith(server, Buffer.alloc(0));
    expect(await fileOf(gmail, message)).toEqual(Buffer.alloc(0));
  },

  'the file of a mail that was deleted for good is gone': async (server: GmailServer) => {
    const { mailbox, gmail, id, message } = await mailWith(server, randomBytes(500));
    await mailbox.delete(id);
    await expect(fileOf(gmail, message)).rejects.toMatchObject({ code: 'messageGone' });
  },

  'a file that the mail does not have is a request that makes no sense': async (server: GmailServer) => {
    const { gmail, id } = await mailWith(server, randomBytes(500));
    await expect(gmail.getAttachment(id, 'nonsense')).rejects.toMatchObject({ code: 'invalidRequest' });
  },
};
