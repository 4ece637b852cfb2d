import type { GmailUnits } from '../../domain/quota/gmailUnits.ts';
import type { Pace } from '../../domain/quota/pace.ts';
import type { Gmail } from '../../ports/gmail.ts';
import { chargedGmail } from './chargedGmail.ts';
import type { Pacer } from './pacer.ts';

/** A mailbox's Gmail, whose calls wait until there is quota for them. */
export interface ReservingGmail extends Gmail {
  /**
   * Sees to it that calls of so many units, whose answers are of use only together, are not refused half way.
   * @throws SyncError overBudget
   */
  reserve(units: number): Promise<void>;
}

/** By itself for news. */
export interface PacedGmail extends ReservingGmail {
  /** The same, for work that can wait. */
  at(pace: Pace): ReservingGmail;
}

export function pacedGmail(gmail: Gmail, units: GmailUnits, pacer: Pacer): PacedGmail {
  const at = (pace: Pace): ReservingGmail => ({
    ...chargedGmail(gmail, units, (each) => pacer.charge(each, pace)),
    reserve: (each) => pacer.reserve(each, pace),
  });
  return { ...at('news'), at };
}
