import { randomBytes, randomUUID } from 'node:crypto';
import { GMAIL_QUOTA, GMAIL_UNITS } from '../../../shared/domain/quota/gmailUnits.ts';
import type { Clock } from '../../../shared/ports/platform.ts';
import { type MemoryStore, memoryStore } from '../memory-store/memoryStore.ts';
import { type LogLine, recordingLog } from '../recordingLog.ts';
import type { TestClock } from '../universe/testClock.ts';

/** Everything that rounds work with, on a store in memory; what they queue is kept. */
export function roundStage<Time extends Clock = TestClock>({
  store = memoryStore(),
  clock,
}: {
  store?: MemoryStore;
  clock: Time;
}) {
  const queued: { readonly type: string; readonly [field: string]: unknown }[] = [];
  const woken: string[] = [];
  const { log, lines } = recordingLog();
  const publish = async (job: (typeof queued)[number]) => void queued.push(job);
  return {
    store,
    queued,
    woken,
    logged: lines satisfies readonly LogLine[],
    clock,
    deps: {
      overview: store,
      histories: store,
      imports: store,
      audits: store,
      outbox: store,
      rounds: store,
      jobs: { publish },
      locationJobs: { publish },
      outboxQueue: { wake: async (id: string) => void woken.push(id) },
      clock,
      random: { id: randomUUID, token: () => randomBytes(32).toString('base64url') },
      log,
      settings: { topic: 'projects/p/topics/gmail-sync', units: GMAIL_UNITS, quota: GMAIL_QUOTA },
    },
  };
}
