import { randomUUID } from 'node:crypto';
import type { Gmail } from '../../ports/gmail.ts';
import { FIELDS } from './fields.ts';

type OutgoingMail = Parameters<Gmail['sendMessage']>[0];

/**
 * Up to here a mail goes as JSON. Gmail refuses some accounts a JSON of more than a mebibyte ("Request payload size
 * exceeds the limit: 1048576 bytes."), and base64 makes a mail a third longer.
 */
const SMALL_BYTES = 512 * 1024;

export const isSmall = ({ raw }: OutgoingMail): boolean => raw.byteLength <= SMALL_BYTES;

export const inJson = ({ raw, threadId }: OutgoingMail) => ({
  userId: 'me',
  fields: FIELDS.sent,
  requestBody: { raw: Buffer.from(raw).toString('base64url'), ...(threadId !== undefined && { threadId }) },
});

/**
 * A mail as multipart upload, in one piece. googleapis would make a stream of it, which is read once and so cannot be
 * sent again after a 401; some versions of Node's fetch even take that 401 for a broken connection.
 * Source: https://developers.google.com/workspace/gmail/api/guides/uploads#multipart
 */
export function asUpload({ raw, threadId }: OutgoingMail, rootUrl = 'https://gmail.googleapis.com') {
  const boundary = randomUUID();
  const part = (type: string) => `--${boundary}\r\nContent-Type: ${type}\r\n\r\n`;
  const metadata = JSON.stringify(threadId === undefined ? {} : { threadId });
  return {
    method: 'POST' as const,
    url: new URL('/upload/gmail/v1/users/me/messages/send', rootUrl).href,
    params: { uploadType: 'multipart', fields: FIELDS.sent },
    headers: { 'Content-Type': `multipart/related; boundary=${boundary}` },
    data: Buffer.concat([
      Buffer.from(`${part('application/json')}${metadata}\r\n${part('message/rfc822')}`),
      raw,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
    // It would search a failed call's body for secrets byte by byte, seconds long; no error of the library's leaves us.
    errorRedactor: false as const,
  };
}
