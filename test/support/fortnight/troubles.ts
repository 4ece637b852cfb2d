import { SyncError } from '../../../shared/domain/syncError.ts';
import type { Fault } from '../gmail/faults.ts';
import type { GmailSimulator } from '../gmail/gmailSimulator.ts';

/** What does not work at the moment. */
export class Troubles {
  readonly #gmail: GmailSimulator;
  readonly #faults = new Set<Fault>();
  #storeIsDown = false;
  /** Whether nothing calls the poll, or renews watches, or what is called dies at once. */
  readonly idle = { polls: false, renewals: false };
  readonly dying = { polls: false };
  /** Whether Pub/Sub has lost every notification. */
  losesNotifications = false;

  constructor(gmail: GmailSimulator) {
    this.#gmail = gmail;
  }

  /** Of all calls that fit it, until it is ended. */
  begin(fault: Fault): () => void {
    const lasting = { ...fault, times: Number.POSITIVE_INFINITY };
    this.#faults.add(lasting);
    this.#arm();
    return () => {
      this.#faults.delete(lasting);
      this.#arm();
    };
  }

  storeGoesDown(): () => void {
    this.#storeIsDown = true;
    return () => {
      this.#storeIsDown = false;
    };
  }

  /** @throws SyncError while the store is down */
  readonly beforeStore = (operation: string): void => {
    if (this.#storeIsDown) throw new SyncError('unavailable', `firestore.${operation}`);
  };

  #arm(): void {
    this.#gmail.faults.clear();
    for (const fault of this.#faults) this.#gmail.faults.add(fault);
  }
}
