import type { Draft, OutgoingMail } from './drafts/draft.ts';
import { bytesOf } from './files.ts';
import type { Sender } from './people/senders.ts';

/** What is written, in both of the forms that mails have; `html` only where the text would lose something. */
export interface Content {
  readonly text: string;
  readonly html: string | undefined;
}

/** What has to be put right before it can be sent, and where. */
export interface Problem {
  readonly field: 'to' | 'subject' | 'text' | 'files' | 'sender';
  readonly words: string;
}

/** Gmail's, as the server has it. */
const MOST_PEOPLE = 500;
const LONGEST_SUBJECT = 900;
/** Bytes of the call: what the server takes, less what the protocol adds. */
const MOST_CALLED = 33_490_000;

export function problemOf(draft: Draft, { text, html = '' }: Content): Problem | undefined {
  const { to, cc, bcc, files, subject } = draft;
  const people = to.length + cc.length + bcc.length;
  if (people === 0) return { field: 'to', words: 'Say who gets it.' };
  if (people > MOST_PEOPLE)
    return { field: 'to', words: `Gmail takes ${MOST_PEOPLE} people at most. These are ${people}.` };
  if ((subject?.length ?? 0) > LONGEST_SUBJECT)
    return { field: 'subject', words: `Make the subject shorter than ${LONGEST_SUBJECT} characters.` };
  if (text === '' && files.length === 0) return { field: 'text', words: 'There is nothing in it yet.' };
  const written = new TextEncoder().encode(
    JSON.stringify({ text, html, to, cc, bcc, subject, files }),
  ).length;
  if (Math.ceil(bytesOf(files) / 3) * 4 + 4 * files.length + written > MOST_CALLED)
    return { field: 'files', words: 'Text and files together are too long for a mail. Leave some out.' };
  return undefined;
}

/** Where nobody sends it: no mailbox can, or not the one that it names. */
export const senderProblem = (named: Sender | null, senders: readonly Sender[]): Problem => ({
  field: 'sender',
  words:
    named && senders.length > 0
      ? `${named.address} cannot send at the moment. Choose another address.`
      : 'Connect your Gmail account first.',
});

/** What is asked about once: it can be meant so. */
export const warningOf = ({ subject, answers }: Draft): Problem | undefined =>
  answers === null && !subject?.trim()
    ? { field: 'subject', words: 'It has no subject. Send it once more if it is to have none.' }
    : undefined;

/** The mail as it is asked for, now and whenever it is asked for again. */
export function mailOf(draft: Draft, { text, html }: Content, sender: Sender): OutgoingMail {
  const { to, cc, bcc, subject, files, answers } = draft;
  return {
    ...{ sender: { ...sender }, to, cc, bcc, text, files },
    ...(subject !== null && { subject: subject.replace(/\p{Cc}/gu, ' ').trim() }),
    ...(html !== undefined && { html }),
    ...(answers && { replyToMessageId: answers.messageId }),
  };
}
