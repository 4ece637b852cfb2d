import type { GhlLink } from './ghl.ts';
import type { AgentId, ContactId, EmailAddress, LocationId } from './ids.ts';

/** A person who works in one or more locations; `locationIds` alone decides what they may see. */
export interface Agent {
  readonly uid: AgentId;
  readonly email: string;
  readonly locationIds: readonly LocationId[];
}

/** A tenant of the CRM. */
export interface Location {
  readonly locationId: LocationId;
  readonly name: string;
  /**
   * Whether what one of its agents asks for may use the mailboxes of the others: searching them for a contact's
   * history, and setting the read state of their copies. Allowed unless the location says no.
   */
  readonly shareMailboxes: boolean;
  /** Whose mail is never stored: addresses and domains, as `readExclusions` gives them. */
  readonly excluded: readonly string[];
  /** Whether automated mail is left out: lists, bounces, automatic replies. */
  readonly skipAutomated: boolean;
  /** Where its mail is logged; null where it is not linked to GHL. */
  readonly ghl: GhlLink | null;
  /** GHL's id of the location that it was linked to last, where the link was ended; its contacts may have ids of there. */
  readonly unlinkedFrom: string | null;
}

/** A person known to one location. An address belongs to at most one contact of a location. */
export interface Contact {
  readonly contactId: ContactId;
  readonly locationId: LocationId;
  readonly name: string;
  readonly emails: readonly EmailAddress[];
  readonly ghlContactId: string | null;
}
