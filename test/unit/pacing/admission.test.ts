import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Admission, type Urgency } from '../../../shared/sync/pacing/admission.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

function anInstance({ places = 4 } = {}) {
  const clock = new VirtualClock();
  const memory = { isShort: false };
  const admission = new Admission({ clock, places, isMemoryShort: () => memory.isShort });
  const begun: string[] = [];
  /** Work that goes on until it is let go. */
  const occupy = (urgency: Urgency, name: string = urgency) => {
    const over = Promise.withResolvers<string>();
    const outcome = admission.run(urgency, () => {
      begun.push(name);
      return over.promise;
    });
    return { outcome, end: () => over.resolve(name) };
  };
  return { clock, memory, admission, begun, occupy };
}

test('work is done where there is a place, and its result is answered', async () => {
  const { admission } = anInstance();
  expect(await admission.run('awaited', async () => 7)).toEqual({ result: 7 });
});

test('long work takes half of the places, the others are left to news', async () => {
  const { begun, occupy } = anInstance({ places: 4 });
  for (const name of ['b1', 'b2', 'b3']) occupy('awaited', name);
  for (const name of ['n1', 'n2', 'n3']) occupy('news', name);
  await setImmediate();
  expect(begun).toEqual(['b1', 'b2', 'n1', 'n2']);
});

test('news leaves a place to long work, and what somebody waits for one to what nobody does', async () => {
  const { begun, occupy } = anInstance({ places: 4 });
  for (const name of ['n1', 'n2', 'n3', 'n4']) occupy('news', name);
  for (const name of ['i1', 'i2']) occupy('idle', name);
  await setImmediate();
  expect(begun).toEqual(['n1', 'n2', 'n3', 'i1']);
});

test('what nobody waits for leaves a place to what somebody does', async () => {
  const { begun, occupy } = anInstance({ places: 6 });
  for (const name of ['i1', 'i2', 'i3']) occupy('idle', name);
  occupy('awaited', 'a1');
  await setImmediate();
  expect(begun).toEqual(['i1', 'i2', 'a1']);
});

test('whoever waits has the place that becomes free, news before bulk work', async () => {
  const { clock, begun, occupy } = anInstance({ places: 2 });
  const first = occupy('news', 'n1');
  const second = occupy('awaited', 'b1');
  occupy('awaited', 'b2');
  occupy('news', 'n2');
  first.end();
  await clock.during(first.outcome);
  expect(begun).toEqual(['n1', 'b1', 'n2']);
  second.end();
  await clock.during(second.outcome);
  expect(begun).toEqual(['n1', 'b1', 'n2', 'b2']);
});

test('what finds no place for long is deferred and not done', async () => {
  const { clock, begun, occupy } = anInstance({ places: 3 });
  occupy('news', 'n1');
  occupy('news', 'n2');
  const { outcome } = occupy('news', 'late');
  expect(await clock.during(outcome)).toEqual({ deferred: 'places' });
  expect(begun).toEqual(['n1', 'n2']);
});

test('what was deferred takes no place later on', async () => {
  const { clock, begun, occupy } = anInstance({ places: 3 });
  const first = occupy('news', 'n1');
  occupy('news', 'n2');
  await clock.during(occupy('news', 'late').outcome);
  first.end();
  await clock.during(first.outcome);
  occupy('news', 'next');
  await setImmediate();
  expect(begun).toEqual(['n1', 'n2', 'next']);
});

test('a failure is thrown on, and gives the place back', async () => {
  const { admission } = anInstance({ places: 2 });
  for (let time = 0; time < 5; time += 1) {
    const failing = admission.run('awaited', async () => {
      throw new Error('down');
    });
    await expect(failing).rejects.toThrow('down');
  }
  expect(await admission.run('awaited', async () => 'well')).toEqual({ result: 'well' });
});

test('where memory is short one piece of long work at a time goes on, and news is done', async () => {
  const { clock, memory, admission, begun, occupy } = anInstance({ places: 6 });
  memory.isShort = true;
  const first = occupy('awaited', 'a1');
  const startedAt = clock.now().getTime();
  expect(await clock.during(occupy('awaited', 'a2').outcome)).toEqual({ deferred: 'memory' });
  expect(clock.now().getTime() - startedAt).toBe(20_000);
  expect(await admission.run('news', async () => 1)).toEqual({ result: 1 });
  first.end();
  await clock.during(first.outcome);
  occupy('idle', 'i1');
  await setImmediate();
  expect(begun).toEqual(['a1', 'i1']);
});

test('who waits for memory is let in once there is some', async () => {
  const { clock, memory, begun, occupy } = anInstance({ places: 6 });
  memory.isShort = true;
  occupy('awaited', 'a1');
  const second = occupy('awaited', 'a2');
  await clock.goOn(5_000);
  expect(begun).toEqual(['a1']);
  memory.isShort = false;
  await clock.goOn(1_500);
  expect(begun).toEqual(['a1', 'a2']);
  second.end();
});
