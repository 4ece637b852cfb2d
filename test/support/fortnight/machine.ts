import { jest } from '@jest/globals';

const AS_THEY_ARE = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'clearTimeout',
] as const;

export interface Machine extends Disposable {
  /** It is this time now. */
  moveTo(now: Date): void;
  /** Whoever waits a random moment has waited. */
  wake(): void;
}

/** What libraries take from the machine itself: the time, the network, and to wait a moment before a call is repeated. */
export function simulatedMachine(): Machine {
  const network = globalThis.fetch;
  jest.useFakeTimers({ doNotFake: [...AS_THEY_ARE] });
  jest.spyOn(Math, 'random').mockReturnValue(0);
  return {
    moveTo: (now) => void jest.setSystemTime(now),
    wake: () => void jest.advanceTimersByTime(0),
    [Symbol.dispose]() {
      jest.restoreAllMocks();
      jest.useRealTimers();
      globalThis.fetch = network;
    },
  };
}
