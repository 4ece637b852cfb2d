import { healthTimes } from '../../domain/doctor/health.ts';
import { judgeRead, silentRead } from '../../domain/doctor/judgeDatabase.ts';
import { judgeMailboxes, judgeRelay } from '../../domain/doctor/judgeHealth.ts';
import type { HealthStore } from '../../ports/doctor.ts';
import type { Clock } from '../../ports/platform.ts';
import type { Check } from './runChecks.ts';

export interface HealthCheckDeps {
  readonly health: HealthStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly project: string;
  /** Host and port of Firestore's emulator. */
  readonly emulator: string | undefined;
  readonly hasGmailTopic: boolean;
  /** Milliseconds that each check has. */
  readonly timeoutMs: number;
  /** Ends at once where nobody is signed in: Firestore's client would ask again and again. @throws Unanswered */
  mayAsk(): Promise<void>;
}

/** Whether Firestore answers, and what it says of the sync. */
export function healthChecks(deps: HealthCheckDeps): readonly Check[] {
  const { health, clock, project, emulator, hasGmailTopic } = deps;
  const where = { project, emulator };
  return [
    {
      name: 'Firestore',
      silent: silentRead(where, deps.timeoutMs / 1_000),
      async run() {
        await deps.mayAsk();
        return [judgeRead(await health.tryRead(), where)];
      },
    },
    {
      name: 'mailboxes',
      async run() {
        await deps.mayAsk();
        const found = await health.mailboxHealth(healthTimes(clock.now()));
        return judgeMailboxes(found, { project, isEmulated: emulator !== undefined, hasGmailTopic });
      },
    },
    {
      name: 'GHL outbox',
      async run() {
        await deps.mayAsk();
        return judgeRelay(await health.relayHealth());
      },
    },
  ];
}
