import { secretManager } from '../../../shared/adapters/secrets/secretManager.ts';
import { createSecretSource } from '../../../shared/adapters/secrets/secretSource.ts';
import type { Log, LogEventName } from '../../../shared/domain/logEvents.ts';
import type { SecretManagerServer } from './secretManagerServer.ts';

type Client = NonNullable<Parameters<typeof secretManager>[0]>;

/** An instance of a function: Google's own client, a clock that only `pass` moves, and a log that is kept. */
export function newSecrets(
  { clientOptions }: Pick<SecretManagerServer, 'clientOptions'>,
  {
    attemptMs = 10_000,
    totalMs = 20_000,
    client = {},
  }: { attemptMs?: number; totalMs?: number; client?: Client } = {},
) {
  let time = Date.parse('2026-11-22T12:00:00Z');
  const clock = { now: () => new Date(time) };
  const logged: LogEventName[] = [];
  const log: Log = { event: (name) => void logged.push(name), with: () => log };
  const access = secretManager({ ...clientOptions, ...client }, { firstDelayMs: 5, attemptMs, totalMs });
  return {
    secrets: createSecretSource({ access, clock, log }),
    clock,
    logged,
    pass(milliseconds: number): void {
      time += milliseconds;
    },
  };
}
