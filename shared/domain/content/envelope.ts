import { Buffer } from 'node:buffer';
import type { MessageHeader } from '../gmail.ts';
import type { Envelope, Participant } from '../message.ts';
import { readAddressList, readSender } from './addressList.ts';
import { cleanLine, cutToBytes } from './cleanText.ts';
import { decodeHeaderText, headerValue, headerValues } from './headers.ts';
import { ADDRESSES_BYTES, LINE_BYTES } from './limits.ts';
import { readMessageId, readMessageIds, readReferences } from './messageIds.ts';

/** Nothing in a header is certain to be there, to be single or to be true; what is missing is empty. */
export function readEnvelope(headers: readonly MessageHeader[]): Envelope {
  const value = (name: string) => headerValue(headers, name);
  const fitting = sharedBudget(ADDRESSES_BYTES);
  // A second From or Reply-To is forgery; a second To or Cc is clumsiness, and its people did get the mail.
  const single = (name: string) => fitting(readAddressList([value(name)]));
  const joined = (name: string) => fitting(readAddressList(headerValues(headers, name)));
  return {
    rfc822MessageId: readMessageId(value('Message-ID')),
    from: fitting(readSender(value('From'))),
    to: joined('To'),
    cc: joined('Cc'),
    bcc: joined('Bcc'),
    replyTo: single('Reply-To'),
    subject: decodeHeaderText(value('Subject')),
    dateHeader: cutToBytes(cleanLine(value('Date')), LINE_BYTES),
    inReplyTo: readMessageIds(value('In-Reply-To')).slice(0, 10),
    references: readReferences(value('References')),
  };
}

/** Lets people through, list after list, until their names and addresses have used up `bytes`. */
function sharedBudget(bytes: number) {
  const FIELD_NAMES = 16;
  let left = bytes;
  return (people: readonly Participant[]): readonly Participant[] =>
    people.filter(({ name, address }) => {
      left -= Buffer.byteLength(name) + Buffer.byteLength(address) + FIELD_NAMES;
      return left >= 0;
    });
}
