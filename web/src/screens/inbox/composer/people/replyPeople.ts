import type { Message } from '../../../../model/message.ts';
import { type Person, readAddress, readName, withoutRepeats } from './addresses.ts';

type Headers = Pick<Message['headers'], 'from' | 'to' | 'cc' | 'replyTo'>;
type Answered = Pick<Message, 'direction'> & { readonly headers: Headers };

export interface ReplyPeople {
  readonly to: readonly Person[];
  readonly cc: readonly Person[];
}

/**
 * Whom an answer goes to: who wrote it, or where they want answers; of a mail of our own, whom it went to. `everybody`
 * adds all others whom it names. Our own addresses get none, unless the mail was to ourselves.
 */
export function replyPeople(
  { direction, headers }: Answered,
  { everybody, own }: { everybody: boolean; own: ReadonlySet<string> },
): ReplyPeople {
  const { from, replyTo, to, cc } = headers;
  const sender = replyTo.length > 0 ? replyTo : from;
  const first = sound(direction === 'inbound' ? sender : to);
  const strangers = withoutRepeats(first, own);
  const answered = strangers.length > 0 ? strangers : first;
  if (!everybody) return { to: answered, cc: [] };
  const others = direction === 'inbound' ? sound(to) : [];
  const taken = [...own, ...answered.map(({ address }) => address)];
  const also = withoutRepeats(others, taken);
  const copied = withoutRepeats(sound(cc), [...taken, ...also.map(({ address }) => address)]);
  return { to: [...answered, ...also], cc: copied };
}

/** Whether "Reply all" would reach anybody else. */
export function hasOthers(answered: Answered, own: ReadonlySet<string>): boolean {
  const count = ({ to, cc }: ReplyPeople) => to.length + cc.length;
  return (
    count(replyPeople(answered, { everybody: true, own })) >
    count(replyPeople(answered, { everybody: false, own }))
  );
}

const sound = (people: readonly Person[]): readonly Person[] =>
  withoutRepeats(
    people.flatMap(({ name, address }) => {
      const read = readAddress(address);
      return read === undefined ? [] : [{ name: readName(name), address: read }];
    }),
  );

/** Whether everybody who would get a "Reply all" gets this one. */
export function isForEverybody(
  { to, cc, bcc }: ReplyPeople & { readonly bcc: readonly Person[] },
  answered: Answered,
  own: ReadonlySet<string>,
): boolean {
  const named = new Set([...to, ...cc, ...bcc].map(({ address }) => address));
  const all = replyPeople(answered, { everybody: true, own });
  return [...all.to, ...all.cc].every(({ address }) => named.has(address));
}
