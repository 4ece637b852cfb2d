import { describe, expect, test } from '@jest/globals';
import { HistoryId } from '../../../shared/domain/historyId.ts';

describe('a history id', () => {
  test.each([
    ['a string', '123', '123'],
    ['a number', 123, '123'],
    ['beyond 2^53, as a string', '9007199254740993', '9007199254740993'],
    ['with leading zeros', '007', '7'],
    ['the largest 64-bit one', '18446744073709551615', '18446744073709551615'],
  ])('is read from %s', (_, given, expected) => {
    expect(HistoryId.parse(given)).toBe(expected);
  });

  test.each([
    ['an empty string', ''],
    ['a sign', '-1'],
    ['a fraction', 1.5],
    ['a number that JSON has already rounded', 2 ** 60],
    ['zero', 0],
    ['more than 64 bits', '18446744073709551616'],
    ['hexadecimal', '0x10'],
    ['null', null],
  ])('is not read from %s', (_, given) => {
    expect(HistoryId.parse(given)).toBeUndefined();
  });

  test('compares by value, not by text and not as a JS number', () => {
    const nine = HistoryId.of('9');
    const ten = HistoryId.of('10');
    expect(HistoryId.isAbove(ten, nine)).toBe(true);
    expect(HistoryId.isAbove(HistoryId.of('9007199254740993'), HistoryId.of('9007199254740992'))).toBe(true);
    expect(HistoryId.max(nine, ten)).toBe(ten);
  });

  test('that is not one is named in the error', () => {
    expect(() => HistoryId.of('abc')).toThrow('"abc"');
  });
});
