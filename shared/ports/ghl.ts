import type { GhlContact, GhlEmail, GhlLimits, GhlLink, GhlLogged } from '../domain/ghl.ts';
import type { ChangeCredential, GhlCredential, GhlSecret } from '../domain/ghlCredential.ts';
import type { LinkDecision, PendingGhlLink, WantedLink } from '../domain/ghlLink.ts';
import type { EmailAddress, LocationId } from '../domain/ids.ts';

/**
 * GoHighLevel, as the link of one location sees it. Every method is one HTTP call, never repeated inside, and throws
 * `SyncError` alone: `rateLimited` and `dailyLimitExceeded` with the time to come back, `unauthorized`, `forbidden`,
 * `unavailable`, `malformedAnswer`, `invalidRequest`, and what the method names.
 */
export interface Ghl {
  /**
   * Logs an email that was sent or received elsewhere; GHL sends nothing. It refuses to begin after `notAfter`, so that
   * a process which has slept for too long cannot log what another one has taken over.
   * @throws ghlGone where the contact or the conversation is deleted; unavailable where it may have been logged;
   * leaseLost where `notAfter` has passed; malformedAnswer where GHL took it and stored nothing, as it does where it
   * does not know the provider: nothing has to be looked for before a repeat. After any other code it was not logged;
   * invalidRequest also where `replyTo` is no email of the conversation (any more): it may be logged without
   */
  logEmail(email: GhlEmail, options: { notAfter: Date }): Promise<GhlLogged>;
  /** The contact of the location that has this address. */
  findContact(email: EmailAddress): Promise<{ ghlContactId: string } | undefined>;
  /** The contact that has this address already, where the location allows no second one. */
  createContact(contact: { email: EmailAddress; name: string }): Promise<{ ghlContactId: string }>;
  /** The contact's conversation; one that is some seconds old may not be found yet. @throws ghlGone */
  findConversation(ghlContactId: string): Promise<{ ghlConversationId: string } | undefined>;
  /** @throws ghlGone; unavailable, with the time to look for it again, also where the contact has one already */
  createConversation(ghlContactId: string): Promise<{ ghlConversationId: string }>;
  /**
   * A page of the emails of a conversation, by thread: first the thread whose last email is the newest. Whoever looks
   * for one cannot stop at the first email that is older, only at the first thread whose every email is.
   * @throws ghlGone
   */
  listEmails(request: { ghlConversationId: string; after?: string }): Promise<{
    /** Ids of GHL's, one an email; in a thread the last one first. */
    threads: readonly (readonly string[])[];
    /** Where the next page begins. */
    next?: string;
  }>;
  /** The `altId` that an email was logged with. @throws ghlGone */
  altIdOf(emailId: string): Promise<string | undefined>;
  /** A page of the location's contacts. */
  listContacts(request: { limit: number; after?: string }): Promise<{
    contacts: readonly GhlContact[];
    next?: string;
    total: number;
  }>;
  /** What GHL said last of how much it still takes; undefined before the first answer. */
  readonly limits: GhlLimits | undefined;
}

/** Opens a location's GHL with its stored link. @throws unauthorized where there is none, or it has ended; undecryptable */
export interface GhlAccess {
  open(locationId: LocationId): Promise<Ghl>;
}

/** GHL with a token that is not stored yet, to learn whether it opens that location. */
export interface GhlProbe {
  openWith(token: string, link: Pick<GhlLink, 'ghlLocationId' | 'conversationProviderId'>): Ghl;
}

/** The marketplace app's OAuth. Neither call is ever repeated inside: codes and refresh tokens are single use. */
export interface GhlOAuth {
  /** The page on which a person chooses one of GHL's locations and lets us into it. */
  authorizationUrl(request: { state: string; redirectUri: string }): string;
  /** @throws grantRevoked where the code is used, expired or foreign; unavailable, rateLimited, invalidRequest */
  exchangeCode(request: { code: string; redirectUri: string }): Promise<GhlGrant>;
  /**
   * Spends a refresh token.
   * @throws grantRevoked where GHL does not take it; unavailable where it may be spent; rateLimited, invalidRequest
   */
  refresh(refreshToken: string): Promise<GhlGrant>;
}

export interface GhlGrant {
  readonly accessToken: string;
  /** Absent where GHL gave none: the one before is still good. */
  readonly refreshToken?: string;
  readonly expiresAt: Date;
  /** Absent where it opens a whole agency, and no location. */
  readonly ghlLocationId?: string;
}

/** Seals what opens a location's GHL, and opens it again. @throws undecryptable, unavailable */
export interface GhlVault {
  seal(locationId: LocationId, secret: GhlSecret): Promise<string>;
  open(locationId: LocationId, sealed: string): Promise<GhlSecret>;
}

/** How locations are linked to GHL: the public part on the location, and what opens it. */
export interface GhlLinkStore {
  savePendingLink(pending: PendingGhlLink): Promise<void>;
  /** Reads and deletes it in one transaction: a state makes one link, once. */
  takePendingLink(stateHash: string): Promise<PendingGhlLink | undefined>;
  /** Two reads in one call. */
  readGhlLink(id: LocationId): Promise<{ link: GhlLink | null; credential: GhlCredential | undefined }>;
  readCredential(id: LocationId): Promise<GhlCredential | undefined>;
  /**
   * One transaction, decided by `decideLink` on the location as it is then; undefined where there is none. What opened
   * it before is replaced; unless it is linked, nothing is written.
   */
  linkLocation(wanted: WantedLink, credential: GhlCredential): Promise<LinkDecision | undefined>;
  /** One transaction; what opened it is deleted, and what it was linked to is remembered. False where it was not linked. */
  unlinkLocation(id: LocationId): Promise<boolean>;
  /**
   * One transaction; nothing is written where it stays as it is, and the location's status follows. Undefined where
   * there is none.
   */
  changeCredential(id: LocationId, change: ChangeCredential): Promise<GhlCredential | undefined>;
}
