import { totalmem } from 'node:os';

/** Above this share of what the platform gives an instance, it takes no more work that can wait. */
const SHORT = 0.8;

/** Whether the instance would soon be stopped for its use of memory. */
export function isMemoryShort(): boolean {
  const limit = Math.min(process.constrainedMemory() || totalmem(), totalmem());
  return process.memoryUsage.rss() > limit * SHORT;
}
