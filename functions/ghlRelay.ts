import { RelayWake } from '../shared/domain/jobs.ts';
import { isWaitedFor } from '../shared/domain/pause.ts';
import { relayOutbox } from '../shared/sync/relay/relayOutbox.ts';
import { eventFunction, Redelivery } from './eventFunction.ts';
import { readPubSubEvent } from './pubsubEvent.ts';

/** A location with mail to be logged at GHL, from the topic `ghl-outbox`. */
eventFunction('ghlRelay', async (deps, event) => {
  const woken = readPubSubEvent(event, RelayWake);
  if (!woken.ok) return deps.log.event('jobFailed', { job: 'ghlRelay', reason: woken.reason });
  const outcome = await relayOutbox(deps, woken.value.locationId);
  const waits = outcome.outcome === 'waiting' || outcome.outcome === 'paused';
  if (waits && isWaitedFor(outcome.until, deps.clock.now()))
    throw new Redelivery('something is to be tried again');
});
