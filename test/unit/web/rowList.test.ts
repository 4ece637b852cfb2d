import { describe, expect, test } from '@jest/globals';
import { drawnRows } from '../../../web/src/parts/drawnRows.ts';
import { moveByKey } from '../../../web/src/parts/moveByKey.ts';
import { shiftOf } from '../../../web/src/parts/shiftOf.ts';

describe('a key in a list', () => {
  test.each([
    { key: 'ArrowDown', at: 4, to: 5 },
    { key: 'j', at: 4, to: 5 },
    { key: 'ArrowUp', at: 4, to: 3 },
    { key: 'k', at: 4, to: 3 },
    { key: 'PageDown', at: 4, to: 8 },
    { key: 'PageUp', at: 4, to: 0 },
    { key: 'Home', at: 4, to: 0 },
    { key: 'End', at: 4, to: 9 },
    { key: 'ArrowDown', at: 9, to: 9 },
    { key: 'ArrowUp', at: 0, to: 0 },
  ])('$key leads from row $at of ten to row $to, where five are seen', ({ key, at, to }) => {
    expect(moveByKey(key, at, 10, 5)).toBe(to);
  });

  test('leads nowhere where it is another one, or there is no row', () => {
    expect(moveByKey('x', 4, 10, 5)).toBeUndefined();
    expect(moveByKey('End', 0, 0, 5)).toBeUndefined();
  });
});

describe('what stands at the top of what is seen', () => {
  const before = ['a', 'b', 'c', 'd', 'e', 'f'];

  test('moves by as many rows as come in above it', () => {
    expect(shiftOf(before, ['x', 'y', ...before], 2)).toBe(2);
  });

  test('stays where something is loaded or goes below it', () => {
    expect(shiftOf(before, [...before, 'g', 'h'], 2)).toBe(0);
    expect(shiftOf(before, ['a', 'b', 'c', 'd', 'e'], 2)).toBe(0);
  });

  test('is not carried along by a row that goes to the top by itself', () => {
    expect(shiftOf(before, ['c', 'a', 'b', 'd', 'e', 'f'], 2)).toBe(0);
  });

  test('moves by one where a row from below goes to the top', () => {
    expect(shiftOf(before, ['f', 'a', 'b', 'c', 'd', 'e'], 1)).toBe(1);
  });

  test('does not move where nothing of it is left', () => {
    expect(shiftOf(before, ['x', 'y'], 2)).toBe(0);
  });
});

describe('the rows that are drawn', () => {
  test('are those that are seen and some around them', () => {
    expect(drawnRows({ first: 20, last: 22 }, 100, 20)).toEqual([
      14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
    ]);
  });

  test('end where the list does', () => {
    expect(drawnRows({ first: 0, last: 2 }, 4, 0)).toEqual([0, 1, 2, 3]);
    expect(drawnRows({ first: -1, last: -1 }, 0, 0)).toEqual([]);
  });

  test('have the one with the focus among them, in its order', () => {
    expect(drawnRows({ first: 50, last: 50 }, 100, 3).slice(0, 2)).toEqual([3, 44]);
    expect(drawnRows({ first: 0, last: 0 }, 100, 90).at(-1)).toBe(90);
  });
});
