import { type Command, Option } from 'commander';
import { errorAdvice } from '../../shared/domain/advice/failureAdvice.ts';
import type { MailboxId } from '../../shared/domain/ids.ts';
import type { Mailbox } from '../../shared/domain/mailbox.ts';
import { resyncMailbox } from '../../shared/sync/resyncMailbox.ts';
import type { Admin } from './admin.ts';
import { mailboxId, since, wholeDays } from './arguments.ts';
import { progressBar } from './progressBar.ts';
import { unknownMailbox } from './showMailbox.ts';
import { Refused } from './terminal.ts';

const DAY_MS = 24 * 60 * 60_000;
const USUAL_DAYS = 7;
const LOOK_EVERY_MS = 1_000;

interface Told {
  readonly days?: number;
  readonly since?: Date;
  readonly decideAnew?: boolean;
  readonly wait?: boolean;
  readonly yes?: boolean;
}

/** Adds `resync` to the group of commands about mailboxes. */
export function addResync(group: Command, admin: Admin): void {
  group
    .command('resync')
    .description(
      'look again at all mail of a live mailbox: store what is missing or had failed, mark what is gone, correct labels',
    )
    .argument('<mailbox>', 'its id, or its address', mailboxId)
    .option('--days <n>', `how far back, ${USUAL_DAYS} unless told`, wholeDays)
    .addOption(
      new Option('--since <time>', 'the same as a time, such as 2026-11-23T08:00:00Z')
        .argParser(since)
        .conflicts('days'),
    )
    .option(
      '--decide-anew',
      'also look once more at what was left out: contacts and settings may be others now',
    )
    .option('--wait', 'until it is done, and say what came of it')
    .option('--yes', 'without asking')
    .action((id: MailboxId, told: Told) => resync(admin, id, told));
}

async function resync(admin: Admin, id: MailboxId, told: Told): Promise<void> {
  const { app, terminal } = admin;
  const deps = app();
  const { config, store, clock } = deps;
  const from = told.since ?? new Date(clock.now().getTime() - (told.days ?? USUAL_DAYS) * DAY_MS);
  const mailbox = await store.readMailbox(id);
  if (!mailbox) throw unknownMailbox(id);
  if (mailbox.status !== 'live') throw notLive(mailbox);
  await terminal.confirm(
    `project ${config.GOOGLE_CLOUD_PROJECT}: look again at all mail of ${id} since ${from.toISOString()}? What is not stored costs 20 units of Gmail's quota each.`,
    told,
  );
  const asked = { mailboxId: id, since: from, leftOut: told.decideAnew ?? false };
  const begun = await resyncMailbox(deps, asked);
  if (begun.outcome === 'unknown') throw unknownMailbox(id);
  if (begun.outcome === 'blocked') throw notLive(begun);
  if (mailbox.recovery) terminal.note('A recovery or a resync was under way: it begins again, with both.');
  if (!begun.queued) terminal.note('No job could be queued: the next poll begins with it.');
  if (told.wait) return watch(admin, begun.mailbox, from);
  const { pausedUntil } = begun.mailbox;
  const when =
    pausedUntil && pausedUntil > clock.now() ? `when its rest ends, at ${pausedUntil.toISOString()}` : 'now';
  terminal.done(
    `The mail of ${id} since ${from.toISOString()} is looked at again, from ${when}: see "mailboxes show ${id}".`,
    { mailboxId: id, since: from, queued: begun.queued, pausedUntil },
  );
}

const notLive = ({ status }: Pick<Mailbox, 'status'>): Refused =>
  new Refused(`The mailbox is ${status}: only one that is live can be looked at again.`);

/** It may take hours, and goes on when nobody watches any more. */
async function watch({ app, terminal }: Admin, begun: Mailbox, from: Date): Promise<void> {
  const { store, clock } = app();
  const { mailboxId: id } = begun;
  const bar = progressBar(terminal, 'Mails');
  let noted: string | undefined;
  try {
    for (;;) {
      const mailbox = await store.readMailbox(id);
      if (!mailbox) throw unknownMailbox(id);
      if (mailbox.status !== 'live') throw notLive(mailbox);
      if (!mailbox.recovery) {
        bar.stop();
        const stored = mailbox.counters.stored - begun.counters.stored;
        return terminal.done(`Done: ${stored} more are stored since it was begun.`, {
          mailboxId: id,
          since: from,
          stored,
        });
      }
      const hindrance = hindranceOf(mailbox, clock.now());
      if (hindrance && hindrance !== noted) {
        bar.stop();
        terminal.note(hindrance);
      }
      noted = hindrance;
      bar.show(mailbox.progress?.done ?? 0, mailbox.progress?.total ?? 0);
      await clock.sleep(LOOK_EVERY_MS);
    }
  } finally {
    bar.stop();
  }
}

function hindranceOf({ pausedUntil, lastError }: Mailbox, now: Date): string | undefined {
  if (pausedUntil && pausedUntil > now) return `The mailbox rests until ${pausedUntil.toISOString()}.`;
  return lastError ? `The last run failed (${lastError.code}): ${errorAdvice(lastError.code)}` : undefined;
}
