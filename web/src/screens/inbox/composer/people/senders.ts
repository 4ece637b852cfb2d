import type { Mailbox } from '../../../../model/mailbox.ts';
import type { Message } from '../../../../model/message.ts';

type Sending = Pick<Mailbox, 'mailboxId' | 'emailAddress' | 'aliases' | 'status'>;
type Answered = Pick<Message, 'direction' | 'copies'> & {
  readonly headers: Pick<Message['headers'], 'from' | 'to' | 'cc' | 'bcc'>;
};

/** An address that the agent may write as, and the mailbox that it is of. */
export interface Sender {
  readonly mailboxId: string;
  readonly address: string;
}

/** Why nothing can be sent; `missing` where no Gmail account is connected. */
export type NoSender = 'missing' | 'connecting' | 'ended';

const canSend = ({ status }: Sending): boolean => status === 'live' || status === 'backfilling';

/** All that the agent may write as at this moment; each mailbox's own address before its aliases. */
export function sendersOf(mailboxes: readonly Sending[]): readonly Sender[] {
  return mailboxes.filter(canSend).flatMap(addressesOf);
}

const addressesOf = ({ mailboxId, emailAddress, aliases }: Sending): readonly Sender[] =>
  [emailAddress, ...aliases].map((address) => ({ mailboxId, address: address.toLowerCase() }));

/** Addresses at which mail reaches the agent, whatever state their mailboxes are in. */
export const ownAddresses = (mailboxes: readonly Sending[]): ReadonlySet<string> =>
  new Set(mailboxes.flatMap(addressesOf).map(({ address }) => address));

export function whyNone(mailboxes: readonly Sending[]): NoSender {
  if (mailboxes.some(({ status }) => status === 'reauthRequired')) return 'ended';
  return mailboxes.some(({ status }) => status === 'connecting') ? 'connecting' : 'missing';
}

/**
 * Whom an answer comes from, unless the agent says otherwise: the address that the mail was sent to, or was sent from,
 * of a mailbox that has a copy of it, because Gmail keeps to the thread only there; else that mailbox's own.
 */
export function senderFor(senders: readonly Sender[], answered: Answered | null): Sender | undefined {
  if (!answered) return senders[0];
  const { direction, headers, copies } = answered;
  const people = direction === 'outbound' ? headers.from : [...headers.to, ...headers.cc, ...headers.bcc];
  const named = people.map(({ address }) => address.toLowerCase());
  const having = senders.filter(({ mailboxId }) => copies[mailboxId]?.deletedAt === null);
  const mentioned = (among: readonly Sender[]) =>
    named.flatMap((address) => among.find((sender) => sender.address === address) ?? [])[0];
  return mentioned(having) ?? having[0] ?? mentioned(senders) ?? senders[0];
}

/**
 * Who a draft comes from: whoever it names, or the first where it names none. Nobody where they cannot send any longer:
 * a mail never leaves from an address that the agent has not seen.
 */
export const senderOf = (senders: readonly Sender[], named: Sender | null): Sender | undefined =>
  named
    ? (senders.find((each) => isSameSender(each, named)) ??
      senders.find(({ address }) => address === named.address))
    : senders[0];

export const isSameSender = (a: Sender | undefined, b: Sender | undefined): boolean =>
  a?.mailboxId === b?.mailboxId && a?.address === b?.address;
