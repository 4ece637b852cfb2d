import { type Command, InvalidArgumentError, Option } from 'commander';
import { type DeadLetter, deathOf, readLetter } from '../../shared/domain/deadLetter.ts';
import { TOPIC_NAMES, type TopicName } from '../../shared/domain/topics.ts';
import { discardDeadLetter } from '../../shared/sync/deadLetters/discardDeadLetter.ts';
import { listDeadLetters } from '../../shared/sync/deadLetters/listDeadLetters.ts';
import type { Admin } from './admin.ts';
import { pageSize } from './arguments.ts';
import { unknownLetter, walking } from './deadLetterWalk.ts';
import { type ReplayTold, replay } from './replayDeadLetters.ts';
import type { Row } from './terminal.ts';

/** As many as are looked through for one. */
const ALL = 10_000;

interface OfTopic {
  readonly topic?: TopicName;
}

/** What could not be delivered. */
export function addDeadLetters(program: Command, admin: Admin): void {
  const group = program
    .command('deadletters')
    .description('messages that Pub/Sub has tried to deliver too often');

  ofTopic(group.command('list'))
    .description('list them, and what each asks for; they stay where they are')
    .option('--limit <n>', 'at most so many of each topic', pageSize, 100)
    .action((told: OfTopic & { limit: number }) => list(admin, told));

  ofTopic(group.command('replay'))
    .description('have messages delivered again, once their cause is gone; twice does no harm')
    .option('--id <messageId>', 'this one', messageId)
    .addOption(new Option('--all', 'all of them').conflicts('id'))
    .option('--limit <n>', 'at most so many of each topic', pageSize, ALL)
    .option('--yes', 'without asking')
    .action((told: OfTopic & ReplayTold) => replay(admin, topicsOf(told), told));

  ofTopic(group.command('discard'))
    .description('delete a message that is of no use; what it asked for is not done')
    .requiredOption('--id <messageId>', 'which', messageId)
    .option('--yes', 'without asking')
    .action((told: OfTopic & { id: string; yes?: boolean }) => discard(admin, told));
}

const ofTopic = (command: Command): Command =>
  command.addOption(new Option('--topic <name>', 'only of this topic').choices(TOPIC_NAMES));

const topicsOf = ({ topic }: OfTopic): readonly TopicName[] => (topic ? [topic] : TOPIC_NAMES);

async function list({ app, terminal }: Admin, told: OfTopic & { limit: number }): Promise<void> {
  const deps = app();
  const { letters, more } = await walking((signal) =>
    listDeadLetters(deps, { topics: topicsOf(told), limit: told.limit, signal }),
  );
  terminal.table(letters.map(rowOf), 'There are no dead letters.');
  if (more) terminal.note('There may be more than these: raise --limit.');
}

/** Never its body, nor an address: the mailbox is named by its id. */
function rowOf(letter: DeadLetter): Row {
  const { topic, messageId: id, diedAt } = letter;
  const { publishedAt, deliveries } = deathOf(letter);
  const read = readLetter(letter);
  return {
    messageId: id,
    topic,
    asksFor: read.ok ? read.request.type : null,
    mailboxId: (read.ok && read.request.mailboxId) || null,
    locationId: (read.ok && read.request.locationId) || null,
    unreadable: read.ok ? null : read.reason,
    deliveries,
    publishedAt,
    diedAt,
  };
}

async function discard(
  { app, terminal }: Admin,
  told: OfTopic & { id: string; yes?: boolean },
): Promise<void> {
  const deps = app();
  const { id } = told;
  await terminal.confirm(
    `project ${deps.config.GOOGLE_CLOUD_PROJECT}: delete dead letter ${id}? It cannot be brought back.`,
    told,
  );
  const listing = { topics: topicsOf(told), limit: ALL };
  const discarded = await walking((signal) => discardDeadLetter(deps, { ...listing, signal, messageId: id }));
  if (!discarded) throw unknownLetter(id);
  terminal.done(`Dead letter ${id} of ${discarded.topic} is deleted.`, rowOf(discarded));
}

function messageId(told: string): string {
  if (/^[\w.-]{1,100}$/.test(told)) return told;
  throw new InvalidArgumentError('It is not the id of a message.');
}
