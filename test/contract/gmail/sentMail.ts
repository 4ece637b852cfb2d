import { randomUUID } from 'node:crypto';
import type { GmailMessage, MessagePart } from '../../../shared/domain/gmail.ts';
import type { Gmail } from '../../../shared/ports/gmail.ts';
import { composeMail } from '../../support/gmail/composeMail.ts';
import type { Mail } from '../../support/gmail/mail.ts';

/** A mail as it would be given to Gmail, with a Message-ID of its own. */
export function composed(mail: Mail): { raw: Uint8Array; messageId: string } {
  const messageId = `<${randomUUID()}@crm.example.com>`;
  const defaults = { date: new Date(), messageId, boundary: randomUUID() };
  return { raw: composeMail({ subject: 'Hello', text: 'Hello', ...mail }, defaults), messageId };
}

export const headerOf = ({ payload }: GmailMessage, name: string): string | undefined =>
  payload.headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value;

export const filesOf = (part: MessagePart): readonly MessagePart[] =>
  part.filename === '' ? part.parts.flatMap(filesOf) : [part];

/** The bytes of the mail's first file. */
export async function fileOf(gmail: Gmail, { id, payload }: GmailMessage): Promise<Buffer> {
  const attachmentId = filesOf(payload)[0]?.body.attachmentId;
  if (attachmentId === undefined) throw new Error('The mail has no file');
  return Buffer.from(await gmail.getAttachment(id, attachmentId));
}
