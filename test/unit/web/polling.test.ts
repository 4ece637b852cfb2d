import { expect, test } from '@jest/globals';
import { Polling } from '../../../web/src/firebase/polling.ts';

/** Something that is asked every minute, by a clock and with answers that the test sets. */
function aPolling() {
  const clock = { now: 0 };
  const answers: (() => void)[] = [];
  const ask = () => new Promise<void>((resolve) => answers.push(resolve));
  return { clock, answers, polling: new Polling(ask, 60_000, () => clock.now) };
}

/** Until all that was waiting for an answer has gone on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('it is asked at once, and then once a minute however often it is looked', async () => {
  const { clock, answers, polling } = aPolling();
  for (clock.now = 0; clock.now < 180_000; clock.now += 5_000) {
    polling.askIfDue();
    answers.at(-1)?.();
    await settled();
  }
  expect(answers).toHaveLength(3);
});

test('while an answer is out, nothing is asked by itself, however late it is', async () => {
  const { clock, answers, polling } = aPolling();
  polling.askIfDue();
  clock.now = 70_000;
  polling.askIfDue();
  expect(answers).toHaveLength(1);
  answers[0]?.();
  await settled();
  polling.askIfDue();
  expect(answers).toHaveLength(2);
});

test('who asks now while an answer is out gets the next one, and so do all who ask meanwhile', async () => {
  const { answers, polling } = aPolling();
  polling.askIfDue();
  const got: string[] = [];
  const first = polling.askNow().then(() => got.push('first'));
  const second = polling.askNow().then(() => got.push('second'));
  expect(answers).toHaveLength(1);
  answers[0]?.();
  await settled();
  expect([answers.length, got]).toEqual([2, []]);
  answers[1]?.();
  await Promise.all([first, second]);
  expect(answers).toHaveLength(2);
});

test('who asks now does not wait for the minute, and it begins anew', async () => {
  const { clock, answers, polling } = aPolling();
  polling.askIfDue();
  answers[0]?.();
  await settled();
  clock.now = 30_000;
  const asked = polling.askNow();
  answers[1]?.();
  await asked;
  clock.now = 80_000;
  polling.askIfDue();
  expect(answers).toHaveLength(2);
});
