import { HistoryId } from '../../../shared/domain/historyId.ts';
import type { SyncOutcome } from '../../../shared/domain/syncOutcome.ts';
import type { SyncDeps } from '../../../shared/sync/deps.ts';
import { syncMailbox } from '../../../shared/sync/syncMailbox.ts';
import type { Mail } from '../gmail/mail.ts';
import type { Outcome, Stage, StageMailbox } from './stage.ts';

export interface Scenario {
  readonly name: string;
  /** What its run awaits among others, or it is not the run that the name says. */
  readonly awaits: readonly string[];
  /** Fewer awaits than these, and the counting is broken. */
  readonly atLeast: number;
  /** Its commit makes a query, which keeps every other commit waiting: its stages are played one after the other. */
  readonly locks?: true;
  arrange(stage: Stage): Promise<Arranged>;
}

interface Arranged {
  /** What the process is asked to do. */
  readonly run: (deps: SyncDeps) => Promise<unknown>;
  /** What has to come of it in the end, whatever becomes of the process. */
  readonly outcome: Outcome;
}

export const EVERY_RUN = [
  'store.takeLease',
  'gmail.open',
  'gmail.listHistory',
  'store.readLedger',
  'store.commit',
];

export const FETCHING = [...EVERY_RUN, 'gmail.getMessage', 'store.readAgent', 'store.findContacts'];

type Sync = (deps: SyncDeps) => Promise<SyncOutcome>;

export function push({ mailboxId, account }: StageMailbox): Sync {
  const historyId = HistoryId.of(account.historyId);
  return (deps) => syncMailbox(deps, mailboxId, { reason: 'push', historyId });
}

export function poll({ mailboxId }: StageMailbox): Sync {
  return (deps) => syncMailbox(deps, mailboxId, { reason: 'poll' });
}

/** Makes the mails of one mailbox, from the stage's contact unless told, a minute apart and all of this hour. */
export function mailsTo(stage: Stage, mailbox: StageMailbox): (subject: string, from?: string) => Mail {
  let at = Date.now() - 3_600_000;
  return (subject, from = stage.contact) => {
    at += 60_000;
    return { from, to: mailbox.emailAddress, subject, date: new Date(at) };
  };
}

/** A mail that nobody has read or deleted. */
export const newMessage = (subject: string) => ({ subject, copies: 1, read: false, deleted: false });

export const allStored = (mails: readonly { id: string }[]) =>
  Object.fromEntries(mails.map(({ id }) => [id, 'stored' as const]));
