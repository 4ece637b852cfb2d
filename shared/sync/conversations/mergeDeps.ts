import type { Log } from '../../domain/logEvents.ts';
import type { Clock } from '../../ports/platform.ts';
import type { AuditStore, ConversationStore } from '../../ports/stores.ts';

export interface MergeDeps {
  readonly conversations: ConversationStore;
  readonly audits: Pick<AuditStore, 'checkConversation'>;
  readonly clock: Clock;
  readonly log: Log;
}
