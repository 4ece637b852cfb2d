import type { AgentId } from '../../domain/ids.ts';
import type { LimitedCallable, TokenDecision } from '../../domain/rateLimit.ts';

/** How much each agent has called. */
export interface RateLimitStore {
  /** One transaction: decides with `takeToken`; 1 read and 1 write, no write where it is refused. */
  takeToken(uid: AgentId, from: LimitedCallable, now: Date): Promise<TokenDecision>;
}
