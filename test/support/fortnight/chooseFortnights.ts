import { randomInt } from 'node:crypto';
import { z } from 'zod';

/** Any would do. */
const SEED = 20_261_122;

const Whole = z.coerce.number().int().nonnegative();

/**
 * The seeds of the fortnights to play: the same one in every build, unless the environment names another with
 * FORTNIGHT_SEED, or asks for some that nobody has seen with FORTNIGHT_RUNS.
 */
export function chooseFortnights(): readonly number[] {
  const { FORTNIGHT_SEED: seed, FORTNIGHT_RUNS: runs } = process.env;
  if (seed) return [Whole.parse(seed)];
  return runs ? Array.from({ length: Whole.parse(runs) }, () => randomInt(2 ** 31)) : [SEED];
}
