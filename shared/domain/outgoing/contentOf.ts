import { createHash } from 'node:crypto';
import type { CheckedInput } from '../callables/callables.ts';

/** Tells mails apart that are sent with the same requestId. JSON keeps the fields apart, so that no field can pose as two. */
export function contentOf(input: CheckedInput<'sendMessage'>): string {
  const { from, to, cc, bcc, subject, text, html, attachments, replyToMessageId } = input;
  const people = [to, cc, bcc].map((list) => list.map(({ name, address }) => [name, address]));
  const files = attachments.map(({ filename, mimeType, data }) => [filename, mimeType, sha256(data)]);
  // JSON has no `undefined`: as null it cannot be taken for a text.
  const fields = [from, people, subject, text, html, files, replyToMessageId].map((field) => field ?? null);
  return sha256(JSON.stringify(fields));
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
