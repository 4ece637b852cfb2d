import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chunksBySize } from '../../../shared/domain/chunks.ts';

const cut = (sizes: readonly number[], limit: { count: number; bytes: number }) =>
  chunksBySize(sizes, limit, (size) => size);

describe('cutting a list into pieces', () => {
  test.each([
    ['nothing is no piece', [], { count: 2, bytes: 10 }, []],
    ['what fits stays together', [1, 2, 3], { count: 3, bytes: 6 }, [[1, 2, 3]]],
    ['one item more begins a piece', [1, 1, 1], { count: 2, bytes: 10 }, [[1, 1], [1]]],
    ['one byte more begins a piece', [5, 5, 1], { count: 9, bytes: 10 }, [[5, 5], [1]]],
    [
      'an item that alone is too big has a piece of its own',
      [1, 99, 1],
      { count: 9, bytes: 10 },
      [[1], [99], [1]],
    ],
    [
      'a new piece begins to count at its first item',
      [6, 6, 4, 1],
      { count: 9, bytes: 10 },
      [[6], [6, 4], [1]],
    ],
  ])('%s', (_, sizes, limit, pieces) => {
    expect(cut(sizes, limit)).toEqual(pieces);
  });

  test('loses nothing, keeps the order and both limits, and cuts only where it has to', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(20)),
        fc.record({ count: fc.integer({ min: 1, max: 5 }), bytes: fc.integer({ min: 1, max: 30 }) }),
        (sizes, limit) => {
          const sum = (piece: readonly number[]) => piece.reduce((a, b) => a + b, 0);
          const pieces = cut(sizes, limit);
          expect(pieces.flat()).toEqual(sizes);
          pieces.forEach((piece, index) => {
            expect(piece.length).toBeLessThanOrEqual(limit.count);
            expect(piece.length === 1 || sum(piece) <= limit.bytes).toBe(true);
            const [following] = pieces[index + 1] ?? [];
            if (following === undefined) return;
            expect(piece.length === limit.count || sum(piece) + following > limit.bytes).toBe(true);
          });
        },
      ),
    );
  });
});
