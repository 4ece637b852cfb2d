import type { Command } from 'commander';
import type { MergePage, MergeResult } from '../../shared/domain/conversations/mergeResult.ts';
import type { LocationId } from '../../shared/domain/ids.ts';
import { mergeConversations } from '../../shared/sync/conversations/mergeConversations.ts';
import type { Admin } from './admin.ts';
import { locationId } from './arguments.ts';
import { unknownLocation } from './locations.ts';
import { progressBar } from './progressBar.ts';
import type { Row } from './terminal.ts';

interface Told {
  readonly location?: LocationId;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** Conversations that are told one by one; the log tells of all. */
const MOST_TOLD = 1_000;

const EXPLANATION = `
A contact's one conversation has an id that follows from location and contact: everything that arrives goes there.
Conversations under other ids were left by the old system. Their messages move to that one, which is made where it is
not there yet and becomes as old as the oldest of them; its counters are counted anew, and the old ones are deleted.
It may be stopped at any moment and run again, also while mail arrives. What contradicts itself, or cannot be read, is
left as it is and told: "otherLocation" and "otherContact" name a message that is not its owner's, "otherOwner" a
conversation in the place of another contact's, "changing" is done by the next run.`;

/** What was said with a contact. */
export function addConversations(program: Command, admin: Admin): void {
  const group = program.command('conversations').description('what was said with a contact');

  group
    .command('merge')
    .description('merge the conversations that the old system left into the one that each contact has')
    .option('--location <id>', 'only those of a location', locationId)
    .option('--dry-run', 'say what would become of each, and write nothing')
    .option('--yes', 'without asking')
    .addHelpText('after', EXPLANATION)
    .action((told: Told) => merge(admin, told));
}

async function merge({ app, terminal }: Admin, told: Told): Promise<void> {
  const deps = app();
  const { location, dryRun: preview = false } = told;
  if (location && !(await deps.tenancy.readLocation(location))) throw unknownLocation(location);
  const total = await deps.conversations.countConversations(location);
  const where = `project ${deps.config.GOOGLE_CLOUD_PROJECT}`;
  const which = location ? `those of location ${location}` : 'those of all locations';
  if (!preview) {
    const question = `${where}: look through ${total} conversations, ${which}, and merge the old ones? It cannot be undone.`;
    await terminal.confirm(question, told);
  }
  const bar = progressBar(terminal, 'Conversations');
  const rows: Row[] = [];
  let looked = 0;
  let untold = 0;
  const tell = (page: MergePage) => {
    looked += page.looked;
    bar.show(looked, Math.max(looked, total));
    const toTell = page.results.filter(({ objection }) => preview || objection).map(rowOf);
    const shown = toTell.slice(0, MOST_TOLD - rows.length);
    rows.push(...shown);
    untold += toTell.length - shown.length;
  };
  try {
    const counts = await mergeConversations(deps, { locationId: location, preview }, tell);
    bar.stop();
    terminal.record({ locationId: location ?? null, ...counts, preview }, { conversations: rows });
  } finally {
    bar.stop();
  }
  if (untold > 0) terminal.note(`${untold} conversations more are not shown.`);
  if (preview) terminal.note('Nothing is written.');
}

const rowOf = ({ found, into, messages, objection }: MergeResult): Row => ({
  conversationId: found.conversationId,
  locationId: found.owner?.locationId ?? null,
  contactId: found.owner?.contactId ?? null,
  into,
  messages,
  outcome: objection?.outcome ?? 'merged',
  reason: objection?.reason ?? null,
  messageId: objection?.messageId ?? null,
});
