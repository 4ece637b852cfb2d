import { type AuditRoundDeps, queueAudits } from './queueAudits.ts';
import { queueRenewals, type RenewalDeps } from './queueRenewals.ts';

/**
 * Goes on with renewals and audits that have stopped half way. They come once a day and once a week: what one of them
 * has left must not wait that long.
 */
export async function resumeRounds(
  deps: RenewalDeps & AuditRoundDeps,
  { endsAt }: { readonly endsAt: Date },
): Promise<void> {
  await queueRenewals(deps, { begins: false, endsAt });
  await queueAudits(deps, { begins: false, endsAt });
}
