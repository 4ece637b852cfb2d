import type { AgentId } from '../../domain/ids.ts';
import type { Log } from '../../domain/logEvents.ts';
import type { LimitedCallable, TokenDecision } from '../../domain/rateLimit.ts';
import type { Clock } from '../../ports/platform.ts';
import type { RateLimitStore } from '../../ports/stores/rateLimitStore.ts';

export interface AdmitDeps {
  readonly rateLimits: RateLimitStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whether an agent may call now. Where the store does not answer they may: a limit must not lock people out. */
export async function admitCall(
  { rateLimits, clock, log }: AdmitDeps,
  call: { uid: AgentId; callable: LimitedCallable },
): Promise<{ outcome: 'allowed' } | Extract<TokenDecision, { outcome: 'refused' }>> {
  try {
    return await rateLimits.takeToken(call.uid, call.callable, clock.now());
  } catch (error) {
    log.event('rateLimitUnknown', { callable: call.callable, agentId: call.uid, error });
    return { outcome: 'allowed' };
  }
}
