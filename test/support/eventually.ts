import { setTimeout as pause } from 'node:timers/promises';

const INTERVAL_MS = 20;

/** Resolves with what `look` finds as soon as it finds something, asking again and again. @throws after `withinMs` */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 15_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await pause(INTERVAL_MS);
  }
}
