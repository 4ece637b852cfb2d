import { instrument } from '../mortal.ts';
import type { VirtualClock } from '../virtualClock.ts';

/** The ports on a clock that stands still while they are asked: only those who wait have the time go on. */
export function timelessCalls<Deps extends object>(deps: Deps, clock: VirtualClock): Deps {
  return instrument(deps, {
    awaited: (name, call) =>
      name === 'clock.sleep' || name === 'budget.take' ? call() : clock.standingStill(call),
  });
}
