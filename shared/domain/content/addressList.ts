import addressparser from 'nodemailer/lib/addressparser';
import type { Participant } from '../message.ts';
import { normaliseAddress } from './emailAddress.ts';
import { decodeHeaderText } from './headers.ts';
import { NAME_BYTES } from './limits.ts';

/**
 * The people of an address header: groups flattened, broken addresses left out, each address once. Names are
 * decoded after the list was taken apart, so that an encoded comma or bracket cannot make up a recipient.
 */
export function readAddressList(values: readonly string[]): readonly Participant[] {
  const byAddress = new Map<string, Participant>();
  for (const { name, address: written } of values.flatMap((value) =>
    addressparser(value, { flatten: true }),
  )) {
    const address = normaliseAddress(written);
    if (address === undefined || byAddress.has(address)) continue;
    byAddress.set(address, { name: decodeHeaderText(name, NAME_BYTES), address });
  }
  return [...byAddress.values()];
}

/** With single blanks before and behind it: more would have the expression look at each of them again and again. */
const TRAILING_COMMENT = / ?\([^()]*\) ?$/;

/**
 * The sender of a `From` header. Gmail decodes names before it shows a header, and a name may then look like an address
 * or a list of them: what counts is the address that the value ends with, which no name can stand behind. Gmail takes
 * in no mail with two senders (https://support.google.com/a/answer/3726730, 5.7.1).
 */
export function readSender(value: string): readonly Participant[] {
  const written = value.replace(/\s+/g, ' ').replace(TRAILING_COMMENT, '').trim();
  const start = written.lastIndexOf('<');
  if (!written.endsWith('>') || start <= 0) return readAddressList([value]).slice(-1);
  const address = normaliseAddress(written.slice(start + 1, -1));
  if (address === undefined) return [];
  const name = written
    .slice(0, start)
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replace(/\\(.)/g, '$1');
  return [{ name: decodeHeaderText(name, NAME_BYTES), address }];
}
