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
