import { type Command, Option } from 'commander';
import { explainMessage as question } from '../../shared/domain/callables/explainMessage.ts';
import type { LocationId, MailboxId } from '../../shared/domain/ids.ts';
import { MAILBOX_STATUSES, type Mailbox, type MailboxStatus } from '../../shared/domain/mailbox.ts';
import { explainMessage } from '../../shared/sync/agents/explainMessage.ts';
import { syncNow } from '../../shared/sync/agents/syncNow.ts';
import type { Admin } from './admin.ts';
import { locationId, mailboxId, until, words } from './arguments.ts';
import { addAudit } from './auditMailbox.ts';
import { addDisconnect } from './disconnectMailbox.ts';
import { unknownLocation } from './locations.ts';
import { pauseMailbox, resumeMailbox } from './pauseMailbox.ts';
import { addResync } from './resyncMailbox.ts';
import { showMailbox, unknownMailbox } from './showMailbox.ts';
import { Refused, type Row } from './terminal.ts';

const WHICH = ['<mailbox>', 'its id, or its address', mailboxId] as const;

interface ListTold {
  readonly location?: LocationId;
  readonly status?: MailboxStatus;
}

interface ExplainTold {
  readonly gmailId?: string;
  readonly messageId?: string;
  readonly query?: string;
}

/** Whose mail is synced, and how that goes. */
export function addMailboxes(program: Command, admin: Admin): void {
  const group = program.command('mailboxes').description('connected mailboxes and their sync');

  group
    .command('list')
    .description('list all mailboxes, or some')
    .option('--location <id>', 'of the agents of a location', locationId)
    .addOption(new Option('--status <status>', 'only those in this status').choices(MAILBOX_STATUSES))
    .action((told: ListTold) => list(admin, told));

  group
    .command('show')
    .description('show how the sync of a mailbox goes, and its last runs')
    .argument(...WHICH)
    .action((id: MailboxId) => showMailbox(admin, id));

  group
    .command('sync')
    .description('sync a live mailbox now, and say what came of it')
    .argument(...WHICH)
    .action((id: MailboxId) => sync(admin, id));

  group
    .command('pause')
    .description('have a mailbox rest; a run that is under way ends without writing more')
    .argument(...WHICH)
    .requiredOption('--until <time>', 'minutes from now, or a time such as 2026-11-23T08:00:00Z', until)
    .action((id: MailboxId, told: { until: Date }) => pauseMailbox(admin, id, told.until));

  group
    .command('resume')
    .description('end the rest of a mailbox, whoever began it')
    .argument(...WHICH)
    .action((id: MailboxId) => resumeMailbox(admin, id));

  addDisconnect(group, admin);
  addAudit(group, admin);
  addResync(group, admin);

  group
    .command('explain')
    .description('say why a mail of a mailbox is in the CRM or not; tell the mail in one of three ways')
    .argument(...WHICH)
    .option('--gmail-id <id>', "Gmail's id of it", words)
    .option('--message-id <header>', 'its Message-ID header', words)
    .option('--query <words>', "a search as in Gmail's own box", words)
    .action((id: MailboxId, told: ExplainTold) => explain(admin, id, told));
}

async function list({ app, terminal }: Admin, { location, status }: ListTold): Promise<void> {
  const { directory, tenancy } = app();
  if (location && !(await tenancy.readLocation(location))) throw unknownLocation(location);
  const found = location ? await tenancy.mailboxesIn(location) : await directory.listMailboxes(status);
  const wanted = found.filter((mailbox) => !status || mailbox.status === status);
  terminal.table(wanted.map(rowOf), 'There are no such mailboxes: agents connect theirs in the CRM.');
}

const rowOf = ({ mailboxId: id, emailAddress, uid, status, lastSyncAt, lastError }: Mailbox): Row => ({
  mailboxId: id,
  emailAddress,
  uid,
  status,
  lastSyncAt,
  lastError: lastError?.code ?? null,
});

async function sync({ app, terminal }: Admin, id: MailboxId): Promise<void> {
  const deps = app();
  const mailbox = await deps.store.readMailbox(id);
  const answer = mailbox ? await syncNow(deps, { mailboxId: id, uid: mailbox.uid }) : 'unknown';
  if (answer === 'unknown') throw unknownMailbox(id);
  const { outcome, stored, skipped, reason, advice } = answer;
  if (outcome === 'paused')
    throw new Refused(`Not synced (paused): the mailbox rests until ${answer.until}, or "mailboxes resume".`);
  if (outcome === 'blocked' || outcome === 'failed')
    throw new Refused(`Not synced (${reason ?? outcome}): ${advice ?? 'see "mailboxes show"'}`);
  const sentence = `${outcome}: ${stored} stored, ${skipped} skipped.`;
  terminal.done(advice ? `${sentence} ${advice}` : sentence, { mailboxId: id, ...answer });
}

/** As the mailbox's own agent is told it. */
async function explain({ app, terminal }: Admin, id: MailboxId, told: ExplainTold): Promise<void> {
  const deps = app();
  const mailbox = await deps.store.readMailbox(id);
  if (!mailbox) throw unknownMailbox(id);
  const asked = question.input.safeParse({
    mailboxId: id,
    gmailId: told.gmailId,
    rfc822MessageId: told.messageId,
    query: told.query,
  });
  if (!asked.success) {
    const said = asked.error.issues.map(({ path, message }) => [...path, message].join(' '));
    throw new Refused(`Tell one of --gmail-id, --message-id and --query: ${said.join('; ')}`, 2);
  }
  const agent = await deps.store.readAgent(mailbox.uid);
  if (!agent) throw new Refused(`Agent ${mailbox.uid} of the mailbox is gone: see "agents list".`);
  const explanation = await explainMessage(deps, { agent, ...asked.data });
  if (explanation === 'unknown') throw unknownMailbox(id);
  // Which mail it is, its agent may see: operations are told ids alone.
  const { mail: _, ...facts } = explanation;
  terminal.record(facts);
}
