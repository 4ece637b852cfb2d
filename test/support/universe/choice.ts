import { z } from 'zod';

/** Which random stories a property test plays; without a seed, others each time. */
export interface Choice {
  readonly runs: number;
  readonly seed?: number;
  /** Leads from the seed to one story, the smallest that failed. */
  readonly path?: string;
}

/** Any would do. */
const SEED = 20_261_122;

const Runs = z.coerce.number().int().positive();

/**
 * As the environment says. Unless it says anything, the stories are the same ones in every build: a build that turns
 * red is about what was changed, and not about luck. Whoever asks for a number of runs is hunting, and gets new ones.
 */
export function chooseStories(
  variable: 'ENGINE_RUNS' | 'ENGINE_EMULATOR_RUNS',
  { unlessTold }: { unlessTold: number },
): Choice {
  const runs = Runs.parse(process.env[variable] || unlessTold);
  const printed = process.env['ENGINE_SEED'];
  if (printed) return { runs, ...seedOf(printed) };
  const isHunt = process.env['ENGINE_RUNS'] || process.env['ENGINE_EMULATOR_RUNS'];
  return isHunt ? { runs } : { runs, seed: SEED };
}

/** `seed`, or `seed:path`, as a failure printed it. */
function seedOf(printed: string): Pick<Choice, 'seed' | 'path'> {
  const [seed, ...path] = printed.split(':');
  return { seed: Number(seed), ...(path.length > 0 && { path: path.join(':') }) };
}
