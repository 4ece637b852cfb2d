import type { GhlLink, GhlPlace, GhlRecipient } from '../../domain/ghl.ts';
import type { ContactId, LocationId } from '../../domain/ids.ts';
import type { ChangeRelay, Relay, RelayDecision, RelayRequest } from '../../domain/outbox/relay.ts';
import type { Seen } from './seen.ts';

/** Who drains an outbox, and what is known of its destination. */
export interface RelayStore {
  /** Compare-and-set: decides with `takeRelay`, writes what was decided. */
  takeRelay(request: RelayRequest): Promise<RelayDecision>;
  /** Compare-and-set, as long as it is the holder's; undefined when it no longer is. */
  changeRelay(
    by: { locationId: LocationId; holder: string },
    change: ChangeRelay,
  ): Promise<Relay | undefined>;
  linkOf(locationId: LocationId): Promise<Seen<GhlLink> | undefined>;
  /** GHL no longer takes it: written unless the location was changed since. */
  revokeLink(locationId: LocationId, seen: Seen<GhlLink>): Promise<boolean>;
  readRecipient(id: ContactId): Promise<GhlRecipient | undefined>;
  /** Where the contact is at GHL; a contact that is gone stays gone. */
  rememberRecipient(id: ContactId, place: GhlPlace): Promise<void>;
}
