import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { listenAgain } from '../../../web/src/firebase/listenAgain.ts';

/** Whoever listens, the last one at the end. */
const opened: { tell: (value: number) => void; fail: (failure: string) => void; stopped: boolean }[] = [];
const told: (number | string)[] = [];

const listen = (tell: (value: number) => void, fail: (failure: string) => void) => {
  const listener = { tell, fail, stopped: false };
  opened.push(listener);
  return () => {
    listener.stopped = true;
  };
};
const follow = () =>
  listenAgain(
    listen,
    (value) => told.push(value),
    (failure) => told.push(failure),
  );

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
  opened.length = 0;
  told.length = 0;
});

test('a listener that was refused is opened again, and tells what it finds then', () => {
  follow();
  opened.at(-1)?.fail('permission-denied');
  expect(told).toEqual(['permission-denied']);
  jest.advanceTimersByTime(1_000);
  opened.at(-1)?.tell(1);
  expect(told).toEqual(['permission-denied', 1]);
  expect(opened).toHaveLength(2);
});

test('the pauses grow to half a minute, and begin anew once something was told', () => {
  follow();
  const pauses: number[] = [];
  for (const pause of [1, 2, 4, 8, 16, 30, 30]) {
    const { length } = opened;
    opened.at(-1)?.fail('unavailable');
    jest.advanceTimersByTime(pause * 1_000 - 1);
    expect(opened).toHaveLength(length);
    jest.advanceTimersByTime(1);
    pauses.push(opened.length - length);
  }
  expect(pauses).toEqual([1, 1, 1, 1, 1, 1, 1]);
  opened.at(-1)?.tell(1);
  opened.at(-1)?.fail('unavailable');
  jest.advanceTimersByTime(1_000);
  expect(opened).toHaveLength(9);
});

test('whoever stops during a pause is listened for no more', () => {
  const stop = follow();
  opened.at(-1)?.fail('unavailable');
  stop();
  jest.advanceTimersByTime(120_000);
  expect(opened).toHaveLength(1);
});

test('whoever stops ends the listener that is open', () => {
  const stop = follow();
  opened.at(-1)?.fail('unavailable');
  jest.advanceTimersByTime(1_000);
  stop();
  expect(opened.at(-1)?.stopped).toBe(true);
});
