import { type DeadLetter, readLetter } from '../../shared/domain/deadLetter.ts';
import type { UnreadableReason } from '../../shared/domain/eventData.ts';
import type { TopicName } from '../../shared/domain/topics.ts';
import { listDeadLetters } from '../../shared/sync/deadLetters/listDeadLetters.ts';
import { replayDeadLetters } from '../../shared/sync/deadLetters/replayDeadLetters.ts';
import type { Admin } from './admin.ts';
import { unknownLetter, walking } from './deadLetterWalk.ts';
import { progressBar } from './progressBar.ts';
import { Refused } from './terminal.ts';

export interface ReplayTold {
  readonly id?: string;
  readonly all?: boolean;
  readonly limit: number;
  readonly yes?: boolean;
}

/** Asks about what is there now, and then replays that and nothing else. */
export async function replay(admin: Admin, topics: readonly TopicName[], told: ReplayTold): Promise<void> {
  const { app, terminal } = admin;
  const { id } = told;
  if (id === undefined && !told.all) throw new Refused('Name a message by --id, or say --all.', 2);
  terminal.mustBeAbleToAsk(told);
  const isNamed = ({ messageId }: DeadLetter) => id === undefined || id === messageId;
  const agreed = told.yes ? undefined : await ask(admin, topics, { ...told, isNamed });
  const isWanted = (letter: DeadLetter) =>
    isNamed(letter) && (!agreed || agreed.has(`${letter.topic} ${letter.messageId}`));
  const count = id === undefined ? agreed?.size : 1;
  const bar = progressBar(terminal, 'Messages');
  const onReplayed = (done: number) => bar.show(done, count ?? done);
  const question = { topics, limit: told.limit, isWanted, ...(count !== undefined && { count }), onReplayed };
  const { replayed, refused, more } = await walking((signal) =>
    replayDeadLetters(app(), { ...question, signal }),
  ).finally(() => bar.stop());
  const [first] = refused;
  if (id !== undefined && first) throw new Refused(refusedWith(first.letter, first.reason));
  if (id !== undefined && replayed === 0) throw unknownLetter(id);
  terminal.done(`${messages(replayed)} to be delivered again.`, {
    replayed,
    refused: refused.map(({ letter }) => letter.messageId),
  });
  for (const { letter, reason } of refused) terminal.note(refusedWith(letter, reason));
  const left = (agreed?.size ?? 0) - replayed - refused.length;
  if (left > 0) terminal.note(`${messages(left)} no longer there, or held by somebody else.`);
  if (count === undefined && more) terminal.note('There may be more: do it again.');
}

interface Asked extends ReplayTold {
  readonly isNamed: (letter: DeadLetter) => boolean;
}

async function ask(
  { app, terminal }: Admin,
  topics: readonly TopicName[],
  { isNamed, limit, id, yes }: Asked,
): Promise<ReadonlySet<string>> {
  const deps = app();
  const { letters } = await walking((signal) => listDeadLetters(deps, { topics, limit, signal }));
  const named = letters.filter(isNamed);
  if (id !== undefined && named.length === 0) throw unknownLetter(id);
  if (named.length === 0) throw new Refused('There are no dead letters.');
  const unreadable = named.filter((letter) => !readLetter(letter).ok).length;
  const but = unreadable > 0 ? `, but for ${unreadable} that cannot be read` : '';
  await terminal.confirm(
    `project ${deps.config.GOOGLE_CLOUD_PROJECT}: have ${named.length} delivered again${but}?`,
    { yes },
  );
  return new Set(named.map(({ topic, messageId }) => `${topic} ${messageId}`));
}

const messages = (count: number): string => (count === 1 ? '1 message is' : `${count} messages are`);

const refusedWith = ({ topic, messageId }: DeadLetter, reason: UnreadableReason): string =>
  `Message ${messageId} of ${topic} is no message for its function (${reason}) and would come back: see "deadletters discard".`;
