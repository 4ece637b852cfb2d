import { PROPAGATION_MS, planRotation } from '../../shared/domain/keyringRotation.ts';
import { examineKeyring } from '../../shared/sync/keyring/examineKeyring.ts';
import type { Admin } from './admin.ts';
import { nextAdvice, troubles } from './keyringAdvice.ts';
import { keyRows, keyringDeps, missingRows, placeOf } from './keyringSight.ts';

export async function keyringStatus({ app, terminal }: Admin): Promise<void> {
  const deps = keyringDeps(app());
  const sight = await examineKeyring(deps);
  const { kept, history, survey } = sight;
  const next = planRotation(history, survey, {
    now: deps.clock.now(),
    propagationMs: PROPAGATION_MS,
    retire: true,
    begin: 'unlessJustDone',
    shut: new Map(),
  });
  terminal.record(
    {
      keyring: placeOf(kept),
      current: history.keyring.current.keyId,
      currentSince: history.since?.current ?? null,
      records: survey.total,
      unreadable: survey.unreadable,
      next: next.step === 'wait' ? next.before : next.step,
      nextAt: next.step === 'wait' ? next.until : null,
    },
    { keys: keyRows(sight), missing: missingRows(sight) },
  );
  for (const trouble of troubles(sight)) terminal.note(trouble);
  terminal.note(nextAdvice(next, kept));
}
