import { expect, test } from '@jest/globals';
import { SyncError } from '../../../shared/domain/syncError.ts';
import { createProjectBudget } from '../../../shared/sync/pacing/projectBudget.ts';
import { memoryStore } from '../../support/memory-store/memoryStore.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

/** Instances of a project that is granted so many units a minute, of which five eighths may wait. */
function aProject(unitsAMinute: number) {
  const clock = new VirtualClock();
  const asked: number[] = [];
  const store = memoryStore({ beforeEach: (name) => void asked.push(name.length) });
  const instance = () => createProjectBudget({ store, clock, quota: { project: unitsAMinute } });
  return { clock, asked, instance };
}

test('calls share a portion: of 150 gets one asks the store', async () => {
  const { asked, instance } = aProject(1_200_000);
  const budget = instance();
  await Promise.all(Array.from({ length: 150 }, () => budget.take(20)));
  expect(asked).toHaveLength(1);
  await budget.take(20);
  expect(asked).toHaveLength(2);
});

test('all instances together have five eighths of the quota in a minute, and are told when there is more', async () => {
  const { clock, instance } = aProject(14_400);
  const [one, other] = [instance(), instance()];
  await one.take(3_000);
  await other.take(3_000);
  await other.take(3_000);
  const minute = new Date(Math.ceil((clock.now().getTime() + 1) / 60_000) * 60_000);
  const refused = one.take(20);
  await expect(refused).rejects.toBeInstanceOf(SyncError);
  await expect(refused).rejects.toMatchObject({ code: 'overBudget', retryAt: minute, retryable: true });
});

test('there is more in the next minute, and what was left of the one before is not carried on', async () => {
  const { clock, asked, instance } = aProject(14_400);
  const budget = instance();
  for (let portion = 0; portion < 3; portion += 1) await budget.take(3_000);
  await expect(budget.take(20)).rejects.toThrow('overBudget');
  clock.pass(60_000);
  await budget.take(20);
  const before = asked.length;
  clock.pass(60_000);
  await budget.take(20);
  expect(asked).toHaveLength(before + 1);
});

test('one that is refused does not keep the next from asking again', async () => {
  const { clock, instance } = aProject(4_800);
  const budget = instance();
  await budget.take(3_000);
  const together = await Promise.allSettled([budget.take(20), budget.take(20)]);
  expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  clock.pass(60_000);
  await expect(budget.take(20)).resolves.toBeUndefined();
});
