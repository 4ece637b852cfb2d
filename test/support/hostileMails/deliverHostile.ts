import { randomUUID } from 'node:crypto';
import type { AttachmentMetadata } from '../../../shared/domain/message.ts';
import type { PlantedMessage } from '../browser/plantChat.ts';
import type { Mail } from '../gmail/mail.ts';
import type { HostileMail } from './hostileMail.ts';

const MINUTE_MS = 60_000;

/** As a mail on its way through Gmail, one a minute. */
export function asMail(
  { html, text, subject, fromName, attachments = [] }: HostileMail,
  { from, to, index }: { from: string; to: string; index: number },
): Mail {
  return {
    from: fromName === undefined ? from : `"${fromName.replace(/["\\]|\p{Cc}/gu, '')}" <${from}>`,
    to,
    subject: subject ?? 'Hello',
    ...(html !== undefined && { html }),
    ...(text !== undefined && { text }),
    attachments: attachments.map(({ filename, mimeType, contentId }) => ({
      filename,
      mimeType,
      content: `<svg xmlns="http://www.w3.org/2000/svg" onload="top.hacked=1"/>`,
      contentId,
    })),
    date: new Date(Date.now() - (100 - index) * MINUTE_MS),
    threadId: `hostile-${randomUUID()}`,
    labelIds: ['INBOX'],
  };
}

/** As a message in Firestore that nothing has made safe. */
export const asPlanted = ({
  html,
  text,
  subject,
  fromName,
  attachments = [],
}: HostileMail): PlantedMessage => ({
  html: html ?? null,
  ...(text !== undefined && { text }),
  ...(subject !== undefined && { subject }),
  ...(fromName !== undefined && { fromName }),
  attachments: attachments.map(
    ({ filename, mimeType, contentId }, index): AttachmentMetadata => ({
      attachmentId: String(index),
      filename,
      mimeType,
      size: 100,
      contentId: contentId ?? null,
      inline: contentId !== undefined,
    }),
  ),
});
