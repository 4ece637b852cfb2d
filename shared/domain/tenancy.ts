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
}

/** A person known to one location. An address belongs to at most one contact of a location. */
export interface Contact {
  readonly contactId: ContactId;
  readonly locationId: LocationId;
  readonly name: string;
  readonly emails: readonly EmailAddress[];
  readonly ghlContactId: string | null;
}
