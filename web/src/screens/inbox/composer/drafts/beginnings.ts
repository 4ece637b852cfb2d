import type { Contact } from '../../../../model/contact.ts';
import type { Message } from '../../../../model/message.ts';
import { readAddress, readName } from '../people/addresses.ts';
import { replyPeople } from '../people/replyPeople.ts';
import { type Sender, senderFor } from '../people/senders.ts';
import type { Draft } from './draft.ts';

interface Known {
  readonly requestId: string;
  readonly now: number;
  readonly senders: readonly Sender[];
}

const empty = ({ requestId, now, senders }: Known): Draft => ({
  version: 1,
  requestId,
  sender: senders[0] ?? null,
  to: [],
  cc: [],
  bcc: [],
  subject: null,
  html: '',
  files: [],
  answers: null,
  isAddressedByHand: false,
  attempt: null,
  changedAt: now,
});

type Addressee = Pick<Contact, 'name' | 'emails'>;

/** A mail that answers none: to a contact, or yet to nobody. */
export function newDraft(contact: Addressee | undefined, known: Known): Draft {
  const address = readAddress(contact?.emails[0] ?? '');
  const to = contact && address ? [{ name: readName(contact.name), address }] : [];
  return { ...empty(known), to, subject: '' };
}

export const replyDraft = (answers: Message, known: Known & { own: ReadonlySet<string> }): Draft => ({
  ...empty(known),
  ...addressed(answers, { ...known, everybody: false }),
});

/** What of a draft follows from the mail that it answers. */
export function addressed(
  answers: Message,
  { senders, ...whom }: { senders: readonly Sender[]; own: ReadonlySet<string>; everybody: boolean },
): Pick<Draft, 'answers' | 'sender' | 'to' | 'cc'> {
  const { to, cc } = replyPeople(answers, whom);
  return {
    answers: { messageId: answers.messageId, subject: answers.headers.subject },
    sender: senderFor(senders, answers) ?? null,
    to: [...to],
    cc: [...cc],
  };
}

/** The subject that the server gives an answer, as it says it. */
export const replySubject = (subject: string): string =>
  /^\s*re\s*:/i.test(subject) ? subject : `Re: ${subject}`.trim();
