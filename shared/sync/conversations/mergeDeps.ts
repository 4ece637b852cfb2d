import type { Log } from '../../domain/logEvents.ts';
import type { Clock } from '../../ports/platform.ts';
import type { AuditStore } from '../../ports/stores/auditStore.ts';
import type { ConversationStore } from '../../ports/stores/conversationStore.ts';

export interface MergeDeps {
  readonly conversations: ConversationStore;
  readonly audits: Pick<AuditStore, 'checkConversation'>;
  readonly clock: Clock;
  readonly log: Log;
}
