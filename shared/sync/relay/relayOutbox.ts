import type { LocationId } from '../../domain/ids.ts';
import { leaveRelay, type Relay, stopRelay } from '../../domain/outbox/relay.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { RelayDeps } from './relayDeps.ts';
import { relayLanes } from './relayLanes.ts';
import { Recipients } from './relayRecipients.ts';
import { RelayRun } from './relayRun.ts';

/** What came of one event. What a repeat may heal is thrown instead. */
export type RelayOutcome =
  | { readonly outcome: 'drained' }
  /** Something is left, and may be logged from then on. */
  | { readonly outcome: 'waiting'; readonly until: Date }
  /** Out of time: the next event goes on. */
  | { readonly outcome: 'continued' }
  /** Another run drains, and goes round again. */
  | { readonly outcome: 'busy' }
  /** The poll wakes it. */
  | { readonly outcome: 'paused'; readonly until: Date }
  /** Not linked to GHL, or no longer: what is left waits until it is. */
  | { readonly outcome: 'unlinked' };

/** A pause that is no longer is waited for: nothing could be logged meanwhile anyway. */
const WAITED_FOR_MS = 60_000;

/** Logs at GHL what the location's outbox holds, as its only run, as far as it goes now. */
export async function relayOutbox(deps: RelayDeps, locationId: LocationId): Promise<RelayOutcome> {
  const startedAt = deps.clock.now();
  const runId = deps.random.id();
  const decision = await deps.relays.takeRelay({ locationId, holder: runId, now: startedAt });
  if (decision.outcome === 'busy') return { outcome: 'busy' };
  if (decision.outcome === 'paused') return decision;
  const { relay } = decision;
  let run: RelayRun | undefined;
  try {
    run = await open(deps, { relay, runId, startedAt });
    const outcome = run ? await rounds(run) : await unlinked(deps, relay, runId);
    const durationMs = deps.clock.now().getTime() - startedAt.getTime();
    deps.log.event('relayFinished', {
      locationId,
      runId,
      outcome: outcome.outcome,
      ...run?.counts,
      durationMs,
    });
    return outcome;
  } catch (error) {
    await letGo(deps, run?.relay ?? relay, runId);
    throw error;
  }
}

/** Undefined where the location is not linked. */
async function open(
  deps: RelayDeps,
  { relay, runId, startedAt }: { relay: Relay; runId: string; startedAt: Date },
): Promise<RelayRun | undefined> {
  const { locationId } = relay;
  const link = await deps.relays.linkOf(locationId);
  if (link?.document.status !== 'linked') return undefined;
  try {
    const ghl = await deps.ghl.open(locationId);
    return new RelayRun(deps, { relay, runId, link, ghl, startedAt });
  } catch (error) {
    if (!SyncError.is(error, 'unauthorized')) throw error;
    if (await deps.relays.revokeLink(locationId, link)) deps.log.event('ghlLinkRevoked', { locationId });
    return undefined;
  }
}

async function rounds(run: RelayRun): Promise<RelayOutcome> {
  const { deps, locationId, runId: holder } = run;
  const recipients = new Recipients(run);
  for (;;) {
    const until = await relayLanes(run, recipients);
    const { halt } = run;
    if (halt?.reason === 'paused' && (await outlasts(run, halt.until))) continue;
    if (halt) return stop(run);
    const left = leaveRelay(run.relay.round, run.relay, run.now);
    if (run.isLeft(await deps.relays.changeRelay({ locationId, holder }, left)))
      return until ? { outcome: 'waiting', until } : { outcome: 'drained' };
  }
}

/** Whether the run has waited for the end of a short pause. */
async function outlasts(run: RelayRun, until: Date): Promise<boolean> {
  const wait = until.getTime() - run.now.getTime();
  if (wait > WAITED_FOR_MS || until >= run.endsAt) return false;
  if (wait > 0) await run.deps.clock.sleep(wait);
  run.halt = undefined;
  return true;
}

async function stop(run: RelayRun): Promise<RelayOutcome> {
  const { deps, locationId, runId: holder, halt } = run;
  if (halt?.reason === 'leaseLost') return { outcome: 'busy' };
  const pausedUntil = halt?.reason === 'paused' ? halt.until : null;
  if (halt?.reason === 'revoked' && (await deps.relays.revokeLink(locationId, run.link)))
    deps.log.event('ghlLinkRevoked', { locationId });
  await deps.relays.changeRelay({ locationId, holder }, stopRelay(run.relay, pausedUntil));
  if (pausedUntil) return { outcome: 'waiting', until: pausedUntil };
  if (halt?.reason === 'revoked') return { outcome: 'unlinked' };
  await deps.outboxQueue.wake(locationId);
  return { outcome: 'continued' };
}

async function unlinked(deps: RelayDeps, relay: Relay, holder: string): Promise<RelayOutcome> {
  await letGo(deps, relay, holder);
  return { outcome: 'unlinked' };
}

/** The store itself may be what failed: then the lease runs out by itself. */
async function letGo({ relays, log }: RelayDeps, relay: Relay, holder: string): Promise<void> {
  const { locationId } = relay;
  try {
    await relays.changeRelay({ locationId, holder }, stopRelay(relay, null));
  } catch (error) {
    log.event('unexpectedFailure', { operation: 'relay.letGo', error });
  }
}
