/** What a piece of work costs, in Gmail's quota and in Firestore. */
export interface MeasuredCounts {
  readonly units: number;
  /** To Gmail. */
  readonly calls: number;
  readonly reads: number;
  readonly writes: number;
  readonly deletes: number;
}

const counts = (of: Partial<MeasuredCounts>): MeasuredCounts => ({
  units: 0,
  calls: 0,
  reads: 0,
  writes: 0,
  deletes: 0,
  ...of,
});

/**
 * What the tests on the emulators hold the engine to, what README and docs/scale.md tell, and what `npm run costs`
 * reckons with: one table, so that they cannot drift apart.
 */
export const MEASURED = {
  newMail: counts({ units: 22, calls: 2, reads: 8, writes: 6 }),
  unknownSender: counts({ units: 22, calls: 2, reads: 5, writes: 4 }),
  /** A notification that is repeated, or older than what is stored. */
  staleNotification: counts({ reads: 1 }),
  /** Read, archived or labelled in Gmail: of a mail that is stored, and of one that was skipped. */
  labelChange: counts({ units: 2, calls: 1, reads: 6, writes: 4 }),
  labelChangeOfSkipped: counts({ units: 2, calls: 1, reads: 3, writes: 2 }),
  /** Its run alone; the round has listed it for one read more. */
  idleMailbox: counts({ units: 2, calls: 1, reads: 2, writes: 2 }),
  listedMailbox: counts({ reads: 1 }),
  /** A poll besides its mailboxes, of one page each. */
  pollRound: counts({ reads: 8, writes: 3 }),
  hundredThreads: counts({ units: 2_002, calls: 101, reads: 211, writes: 206 }),
  /** A hundred mails. Firestore is not asserted. */
  tenThreads: counts({ units: 402, calls: 11 }),
  /** Fifty mails with a contact, watch and aliases included. */
  firstSync: counts({ units: 1_109, calls: 55, reads: 112, writes: 106 }),
  renewedWatch: counts({ units: 101, calls: 2, reads: 2, writes: 1 }),
  /** The weekly audit of a mailbox with a hundred mails of that time, all with a contact, and of one with none. */
  auditedHundred: counts({ units: 83, calls: 18, reads: 423, writes: 12 }),
  auditedNone: counts({ units: 7, calls: 2, reads: 14, writes: 9 }),
  /** Through `sendMessage`, without its rate limit. */
  sentMail: counts({ units: 121, calls: 3, reads: 14, writes: 8 }),
  rateLimit: counts({ reads: 1, writes: 1 }),
  /** What a mail of a linked location costs its sync more. */
  outboxEntry: counts({ reads: 1, writes: 1 }),
  /** To log one at GHL, alone in its outbox. */
  relayedEntry: counts({ reads: 9, writes: 4 }),
} as const satisfies Record<string, MeasuredCounts>;
