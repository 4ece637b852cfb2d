import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const SAMPLE_MS = 20;
const MEGABYTE = 2 ** 20;

export interface MemoryPeak {
  /** Above what was in use before, in MB; garbage that is not collected yet counts. */
  readonly heap: number;
  /** The whole process, in MB. */
  readonly rss: number;
}

/** Runs `work` on a heap that was collected just before, and samples what it takes meanwhile. */
export async function memoryPeakOf<T>(work: () => Promise<T>): Promise<{ result: T; peak: MemoryPeak }> {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  let heapUsed = before;
  let rss = 0;
  const sample = () => {
    const now = process.memoryUsage();
    heapUsed = Math.max(heapUsed, now.heapUsed);
    rss = Math.max(rss, now.rss);
  };
  const timer = setInterval(sample, SAMPLE_MS);
  try {
    const result = await work();
    sample();
    return { result, peak: { heap: (heapUsed - before) / MEGABYTE, rss: rss / MEGABYTE } };
  } finally {
    clearInterval(timer);
  }
}

export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}
