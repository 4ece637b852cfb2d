import type { GhlSettings } from '../../domain/ghlLink.ts';
import type { AgentId, LocationId, MailboxId } from '../../domain/ids.ts';
import type { Mailbox, MailboxStatus } from '../../domain/mailbox.ts';
import type { Run } from '../../domain/run.ts';
import type { Agent, Location } from '../../domain/tenancy.ts';

/** What operations set of a location. */
export type LocationSettings = Pick<Location, 'name' | 'shareMailboxes' | 'excluded' | 'skipAutomated'>;

/** What is to become of a location; what is not named stays. */
export type LocationChange = Partial<LocationSettings> & {
  readonly ghl?: LinkChange;
  /** The list that `excluded` was made from: where it is another one by now, nothing is written. */
  readonly excludedBefore?: readonly string[];
};

/** Of a link that is there. */
export type LinkChange = Partial<Pick<GhlSettings, 'logHistory' | 'maxAgeDays' | 'createContacts'>>;

export type LocationDecision =
  | { readonly outcome: 'saved'; readonly location: Location }
  | { readonly outcome: 'unknown' }
  /** A setting of the link was given, and there is none. Nothing is written. */
  | { readonly outcome: 'notLinked' }
  /** `excluded` is not what it was made from. Nothing is written. */
  | { readonly outcome: 'changedMeanwhile' };

/** What operations see and set; of locations and agents the CRM keeps more in their documents, which stays. */
export interface DirectoryStore {
  listLocations(): Promise<readonly Location[]>;
  /** False where there is one of this id. */
  addLocation(id: LocationId, settings: Partial<LocationSettings>): Promise<boolean>;
  /** One transaction; nothing is written where nothing is named. */
  setLocation(id: LocationId, change: LocationChange): Promise<LocationDecision>;
  /** One transaction: what others add to the list at the same time stays. False where there is no such location. */
  addExclusions(id: LocationId, added: readonly string[]): Promise<boolean>;
  /** All, or those who work in the location. */
  listAgents(id?: LocationId): Promise<readonly Agent[]>;
  /** One transaction; somebody who was no agent becomes one. */
  addAgent(
    uid: AgentId,
    to: { locationId: LocationId; email?: string | undefined },
  ): Promise<'added' | 'already' | 'unknownLocation'>;
  /** False where they do not work there. */
  removeAgent(uid: AgentId, from: LocationId): Promise<boolean>;
  /** All, or those in a status; those that cannot be read are left out and logged. */
  listMailboxes(status?: MailboxStatus): Promise<readonly Mailbox[]>;
  /** The mailbox's last runs, newest first. */
  lastRuns(id: MailboxId, limit: number): Promise<readonly Run[]>;
}
