import type { Command } from 'commander';
import type { MailboxId } from '../../shared/domain/ids.ts';
import { disconnectMailbox } from '../../shared/sync/disconnectMailbox.ts';
import type { Admin } from './admin.ts';
import { mailboxId } from './arguments.ts';
import { unknownMailbox } from './showMailbox.ts';

interface Told {
  readonly deleteData?: boolean;
  readonly yes?: boolean;
}

/** Adds `disconnect` to the group of commands about mailboxes. */
export function addDisconnect(group: Command, admin: Admin): void {
  group
    .command('disconnect')
    .description('end the sync of a mailbox and our access to it, as its agent can')
    .argument('<mailbox>', 'its id, or its address', mailboxId)
    .option('--delete-data', 'also delete what only this mailbox has brought; that cannot be taken back')
    .option('--yes', 'without asking')
    .action((id: MailboxId, told: Told) => disconnect(admin, id, told));
}

async function disconnect({ app, terminal }: Admin, id: MailboxId, told: Told): Promise<void> {
  const deps = app();
  const { deleteData = false } = told;
  const mailbox = await deps.store.readMailbox(id);
  if (!mailbox) throw unknownMailbox(id);
  const where = `project ${deps.config.GOOGLE_CLOUD_PROJECT}`;
  const what = deleteData
    ? 'and delete what only it has brought? That cannot be taken back.'
    : 'and keep its mail?';
  await terminal.confirm(`${where}: disconnect mailbox ${id} ${what}`, told);
  const outcome = await disconnectMailbox(deps, { mailboxId: id, uid: mailbox.uid, deleteData });
  // Its agent is another by now.
  if (outcome === 'unknown') throw unknownMailbox(id);
  const rest = deleteData ? 'its access is being ended and its data deleted' : 'its access is being ended';
  terminal.done(`Mailbox ${id} is disconnected; ${rest}: see "mailboxes show ${id}".`, {
    mailboxId: id,
    status: outcome,
    deleteData,
  });
}
