import type { MailboxId } from '../../shared/domain/ids.ts';
import type { Mailbox } from '../../shared/domain/mailbox.ts';
import { rest, resume } from '../../shared/domain/pause.ts';
import { jobFor } from '../../shared/sync/rounds/mailboxSteps.ts';
import type { Admin } from './admin.ts';
import { unknownMailbox } from './showMailbox.ts';
import { Refused } from './terminal.ts';

export async function pauseMailbox({ app, terminal }: Admin, id: MailboxId, until: Date): Promise<void> {
  const { store } = app();
  const mailbox = await store.readMailbox(id);
  if (!mailbox) throw unknownMailbox(id);
  if (isStopped(mailbox)) throw new Refused(`The mailbox is ${mailbox.status}: it does not sync as it is.`);
  const rested = await store.update(id, (now) => (isStopped(now) ? now : rest(until)(now)));
  if (!rested || isStopped(rested)) throw new Refused('The mailbox was stopped at this moment.');
  terminal.done(`Mailbox ${id} rests until ${until.toISOString()}.`, { mailboxId: id, pausedUntil: until });
}

/** It goes on at once, not with the next poll. */
export async function resumeMailbox({ app, terminal }: Admin, id: MailboxId): Promise<void> {
  const { store, jobs, clock } = app();
  const mailbox = await store.readMailbox(id);
  if (!mailbox) throw unknownMailbox(id);
  if (!mailbox.pausedUntil || mailbox.pausedUntil <= clock.now())
    throw new Refused(`Mailbox ${id} does not rest: see "mailboxes show ${id}".`);
  const resumed = await store.update(id, resume);
  if (resumed && !isStopped(resumed)) await jobs.publish(jobFor(resumed));
  terminal.done(`Mailbox ${id} goes on.`, { mailboxId: id, pausedUntil: null });
}

const isStopped = ({ status }: Mailbox): boolean => status === 'reauthRequired' || status === 'disconnected';
