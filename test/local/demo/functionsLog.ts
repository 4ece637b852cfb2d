import { z } from 'zod';

/** A sync run that is over. */
export interface FinishedRun {
  readonly trigger: string;
  /** Epoch milliseconds. */
  readonly finishedAt: number;
  readonly durationMs: number;
}

const Run = z.object({
  event: z.literal('syncFinished'),
  time: z.iso.datetime(),
  trigger: z.string(),
  durationMs: z.number(),
});
const Problem = z.object({
  severity: z.enum(['WARNING', 'ERROR']),
  message: z.string(),
  reason: z.string().optional(),
  code: z.string().optional(),
});

/** Takes from the functions' log what a person who watches wants to see: finished runs, and whatever went wrong. */
export function logReader(tell: {
  run: (run: FinishedRun) => void;
  problem: (text: string) => void;
}): (line: string) => void {
  return (line) => {
    const json = parseJson(line);
    const run = Run.safeParse(json);
    if (run.success) {
      const { time, trigger, durationMs } = run.data;
      tell.run({ trigger, durationMs, finishedAt: Date.parse(time) });
    }
    const problem = Problem.safeParse(json);
    if (problem.success) {
      const { message, reason, code } = problem.data;
      tell.problem([message, reason ?? code].filter(Boolean).join(': '));
    }
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
