import type { GmailMessage } from '../gmail.ts';
import type { MessageContent } from '../message.ts';
import { readAttachments } from './attachments.ts';
import { readBody } from './body.ts';
import { readEvent } from './calendar/readEvent.ts';
import { readEnvelope } from './envelope.ts';
import { ATTACHMENTS } from './limits.ts';
import { readSnippet } from './snippet.ts';
import { sortParts } from './sortParts.ts';

/**
 * Everything the CRM wants to know of a mail. A mail is whatever somebody sent: nothing in it makes this
 * throw, and what is missing or broken is empty.
 */
export function readContent(message: GmailMessage): MessageContent {
  const { blocks, attachments, complete } = sortParts(message.payload);
  const body = readBody({ blocks, complete: complete && attachments.length <= ATTACHMENTS });
  return {
    envelope: readEnvelope(message.payload.headers),
    body,
    attachments: readAttachments(attachments, body.html),
    event: readEvent(attachments),
    snippet: readSnippet(message.snippet, body.text),
  };
}
