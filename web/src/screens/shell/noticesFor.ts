import type { Mailbox } from '../../model/mailbox.ts';

/** A rest that is over sooner is nobody's concern. */
const LONG_MS = 15 * 60_000;

type Told = Pick<Mailbox, 'mailboxId' | 'emailAddress' | 'status' | 'pausedUntil' | 'watch' | 'watchError'>;

export interface Notices<Some extends Told> {
  /** To be connected again. */
  readonly ended: readonly Some[];
  /** For long. */
  readonly resting: readonly (Some & { readonly until: Date })[];
  /** Gmail does not tell us of new mail, and will not unless somebody acts. */
  readonly quiet: readonly Some[];
}

/** What of one's mailboxes one has to know wherever one is, each of them once. */
export function noticesFor<Some extends Told>(mailboxes: readonly Some[], now: Date): Notices<Some> {
  const ended = mailboxes.filter(({ status }) => status === 'reauthRequired');
  const working = mailboxes.filter(({ status }) => status === 'live' || status === 'backfilling');
  const resting = working.flatMap((mailbox) => {
    const { pausedUntil: until } = mailbox;
    return until && until.getTime() - now.getTime() > LONG_MS ? [{ ...mailbox, until }] : [];
  });
  const rests = new Set(resting.map(({ mailboxId }) => mailboxId));
  const quiet = working.filter(
    ({ mailboxId, status, watch, watchError }) =>
      status === 'live' && watchError !== null && !(watch && watch.expiresAt > now) && !rests.has(mailboxId),
  );
  return { ended, resting, quiet };
}
