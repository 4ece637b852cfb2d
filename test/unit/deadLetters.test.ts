import { describe, expect, test } from '@jest/globals';
import type { DeadLetter } from '../../shared/domain/deadLetter.ts';
import { TOPIC_NAMES, TOPICS, type TopicName } from '../../shared/domain/topics.ts';
import { discardDeadLetter } from '../../shared/sync/deadLetters/discardDeadLetter.ts';
import { listDeadLetters } from '../../shared/sync/deadLetters/listDeadLetters.ts';
import { replayDeadLetters } from '../../shared/sync/deadLetters/replayDeadLetters.ts';
import type { DeadLetterDeps } from '../../shared/sync/deadLetters/walkDeadLetters.ts';
import { MemoryDeadLetters } from '../support/memoryDeadLetters.ts';
import { countAwaits, type Fate, mortal } from '../support/mortal.ts';
import { recordingLog } from '../support/recordingLog.ts';

const JOB = '{"type":"delta","mailboxId":"m","reason":"poll"}';

const aLetter = (messageId: string, text = JOB, topic: TopicName = TOPICS.jobs): DeadLetter => ({
  topic,
  messageId,
  data: Buffer.from(text),
  attributes: {},
  diedAt: new Date(Number.parseInt(messageId, 10) * 1000),
});

const some = (count: number) => Array.from({ length: count }, (_, index) => aLetter(`${index + 1}`));
const ids = (letters: readonly DeadLetter[]) => letters.map(({ messageId }) => messageId);
const depsOf = (deadLetters: MemoryDeadLetters): DeadLetterDeps => ({ deadLetters, log: recordingLog().log });

const walk = { topics: TOPIC_NAMES, limit: 100, signal: new AbortController().signal };
const all = { ...walk, isWanted: () => true };

describe('listing', () => {
  test('shows each once, the oldest first, and gives all of them back', async () => {
    const box = new MemoryDeadLetters([...some(7).toReversed(), aLetter('9', JOB, TOPICS.outbox)]);
    const { letters, more } = await listDeadLetters(depsOf(box), walk);
    expect(ids(letters)).toEqual(['1', '2', '3', '4', '5', '6', '7', '9']);
    expect(more).toBe(false);
    expect(box.held).toEqual([]);
    expect(box.left).toHaveLength(8);
  });

  test('ends where Pub/Sub gives the same again and again', async () => {
    const box = new MemoryDeadLetters(some(2));
    box.forgetsHolds = true;
    const { letters } = await listDeadLetters(depsOf(box), walk);
    expect(ids(letters)).toEqual(['1', '2']);
    expect(box.held).toEqual([]);
  });

  test('shows as many as asked for, and says that there are more', async () => {
    const box = new MemoryDeadLetters(some(7));
    expect(await listDeadLetters(depsOf(box), { ...walk, limit: 6 })).toMatchObject({
      letters: { length: 6 },
      more: true,
    });
    expect(await listDeadLetters(depsOf(box), { ...walk, limit: 7 })).toMatchObject({
      letters: { length: 7 },
      more: false,
    });
  });

  test('gives back what it holds when it is interrupted', async () => {
    const box = new MemoryDeadLetters(some(7));
    const interrupted = new AbortController();
    const { pull } = box;
    box.pull = async (...asked) => {
      const given = await pull.apply(box, asked);
      if (given.length > 0) interrupted.abort();
      return given;
    };
    await expect(
      listDeadLetters(depsOf(box), { ...walk, topics: [TOPICS.jobs], signal: interrupted.signal }),
    ).rejects.toThrow();
    expect(box.held).toEqual([]);
    expect(box.left).toHaveLength(7);
  });
});

describe('replaying', () => {
  test('delivers what is wanted again, and refuses what would come back', async () => {
    const box = new MemoryDeadLetters([...some(4), aLetter('5', 'boiler')]);
    const isWanted = ({ messageId }: DeadLetter) => messageId !== '2';
    expect(await replayDeadLetters(depsOf(box), { ...all, isWanted })).toMatchObject({
      replayed: 3,
      refused: [{ letter: { messageId: '5' }, reason: 'notJson' }],
    });
    expect(ids(box.published)).toEqual(['1', '3', '4']);
    expect(box.left).toEqual(['2', '5']);
    expect(box.held).toEqual([]);
  });

  test('looks no further once it has the one that is meant', async () => {
    const box = new MemoryDeadLetters(some(9));
    const isWanted = ({ messageId }: DeadLetter) => messageId === '2';
    expect(await replayDeadLetters(depsOf(box), { ...all, isWanted, count: 1 })).toMatchObject({
      replayed: 1,
    });
    expect(box.left).toHaveLength(8);
    expect(box.held).toEqual([]);
  });

  test('that fails for one removes those that Pub/Sub has, and keeps the others', async () => {
    const box = new MemoryDeadLetters(some(5));
    box.unpublishable.add('2');
    await expect(replayDeadLetters(depsOf(box), all)).rejects.toThrow('2 is not published');
    expect(ids(box.published)).toEqual(['1', '3']);
    expect(box.left).toEqual(['2', '4', '5']);
    expect(box.held).toEqual([]);
  });

  test('removes once more what comes once more, and does not deliver it again', async () => {
    const box = new MemoryDeadLetters(some(2));
    const { remove } = box;
    let lost = 1;
    box.remove = async (...asked) => {
      lost -= 1;
      if (lost < 0) await remove.apply(box, asked);
    };
    box.forgetsHolds = true;
    expect(await replayDeadLetters(depsOf(box), all)).toMatchObject({ replayed: 2 });
    expect(ids(box.published)).toEqual(['1', '2']);
    expect(box.left).toEqual([]);
  });
});

describe('a replay whose process meets its fate at each of its awaits', () => {
  const box = () => new MemoryDeadLetters([...some(5), aLetter('6', 'boiler')]);

  test.each<Fate['kind']>(['dies', 'diesUnheard', 'repeats'])('%s: loses nothing', async (kind) => {
    const counted = box();
    const { deps, awaits } = countAwaits(depsOf(counted));
    await replayDeadLetters(deps, all);
    expect(awaits.length).toBeGreaterThanOrEqual(10);
    for (const at of awaits.keys()) {
      const fated = box();
      await replayDeadLetters(mortal(depsOf(fated), { at, kind }), all).catch(() => {});
      const published = ids(fated.published);
      expect([...new Set([...published, ...fated.left])].sort()).toEqual(['1', '2', '3', '4', '5', '6']);
      fated.holdsLapse();
      await replayDeadLetters(depsOf(fated), all);
      expect(fated.left).toEqual(['6']);
      for (const id of ['1', '2', '3', '4', '5'])
        expect(ids(fated.published).filter((each) => each === id).length).toBeLessThanOrEqual(2);
    }
  });
});

describe('discarding', () => {
  test('removes that one, also what cannot be read, and no other', async () => {
    const box = new MemoryDeadLetters([...some(4), aLetter('5', 'boiler', TOPICS.outbox)]);
    expect(await discardDeadLetter(depsOf(box), { ...walk, messageId: '5' })).toMatchObject({
      messageId: '5',
    });
    expect(await discardDeadLetter(depsOf(box), { ...walk, messageId: '7' })).toBeUndefined();
    expect(box.left).toEqual(['1', '2', '3', '4']);
    expect(box.held).toEqual([]);
  });
});
