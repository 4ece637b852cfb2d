import type { Log } from '../../domain/logEvents.ts';
import type { GhlAccess } from '../../ports/ghl.ts';
import type { Clock, OutboxQueue, Random } from '../../ports/platform.ts';
import type { OutboxStore } from '../../ports/stores/outboxStore.ts';
import type { RelayStore } from '../../ports/stores/relayStore.ts';
import type { SyncSettings } from '../deps.ts';

/** What draining an outbox works with. */
export interface RelayDeps {
  readonly outbox: OutboxStore;
  readonly relays: RelayStore;
  readonly ghl: GhlAccess;
  readonly outboxQueue: OutboxQueue;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: Pick<SyncSettings, 'runMs'>;
}
