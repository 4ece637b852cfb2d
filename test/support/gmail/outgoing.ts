import { parseAddresses } from './address.ts';
import { type Envelope, envelopeOf } from './envelope.ts';
import { headerValue, splitEntity } from './headers.ts';

/** A mail on its way out, as Gmail changes it. */
export interface Outgoing {
  /** What the sender keeps, `Bcc` included. */
  readonly raw: Buffer;
  /** What the others get. */
  readonly delivered: Buffer;
  readonly envelope: Envelope;
  readonly recipients: ReadonlySet<string>;
}

/** Adds what is missing, and silently replaces a `From` that the account may not send as. */
export function prepareOutgoing(
  given: Buffer,
  sender: { address: string; mayUse: (address: string) => boolean },
  now: Date,
  messageId: string,
): Outgoing {
  const { headers } = splitEntity(given);
  const [from] = parseAddresses(headerValue(headers, 'from') ?? '');
  let raw = given;
  if (!from || !sender.mayUse(from.address))
    raw = withHeader(raw, 'From', fromLine(from?.name, sender.address));
  if (headerValue(headers, 'date') === undefined) {
    raw = withHeader(raw, 'Date', now.toUTCString().replace('GMT', '+0000'));
  }
  if (headerValue(headers, 'message-id') === undefined) raw = withHeader(raw, 'Message-ID', `<${messageId}>`);
  const envelope = envelopeOf({ raw });
  const everybody = [envelope.to, envelope.cc, envelope.bcc].flat().map(({ address }) => address);
  return { raw, delivered: withHeader(raw, 'Bcc', undefined), envelope, recipients: new Set(everybody) };
}

const fromLine = (name: string | undefined, address: string) =>
  name ? `"${name.replace(/["\\]/g, '')}" <${address}>` : address;

/** The mail with this header and no other of its name; `undefined` takes it out. Bodies stay byte for byte. */
function withHeader(raw: Buffer, name: string, value: string | undefined): Buffer {
  const { body } = splitEntity(raw);
  const head = raw.subarray(0, raw.length - body.length).toString('latin1');
  const others = head.replace(new RegExp(`^${name}:.*(?:\\r?\\n[ \\t].*)*\\r?\\n`, 'gim'), '');
  const line = value === undefined ? '' : `${name}: ${value}\r\n`;
  return Buffer.concat([Buffer.from(line), Buffer.from(others, 'latin1'), body]);
}
