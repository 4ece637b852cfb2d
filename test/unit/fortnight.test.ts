import { describe, expect, test } from '@jest/globals';
import { chooseFortnights } from '../support/fortnight/chooseFortnights.ts';
import { expectUnharmed } from '../support/fortnight/expectUnharmed.ts';
import { aFortnight } from '../support/fortnight/fortnight.ts';
import { simulatedMachine } from '../support/fortnight/machine.ts';
import { playFortnight } from '../support/fortnight/playFortnight.ts';
import { SimulatedTime } from '../support/fortnight/simulatedTime.ts';
import { whatHappened } from '../support/fortnight/whatHappened.ts';

/** A minute or two on a machine that does nothing else. */
const PATIENCE_MS = 900_000;

/** A message of Pub/Sub is given up after so many `attempts`, two and a half hours. */
const SIZE = { mailboxes: 50, locations: 8, attempts: 20 };

/** It must have been a fortnight that could do harm. */
const AT_LEAST = {
  messageStored: 4_000,
  watchStarted: 150,
  watchRefused: 40,
  watchesLapsed: 30,
  grantRevoked: 6,
  recoveryStarted: 8,
  mailboxPaused: 100,
  syncFailed: 1_000,
  leaseBusy: 300,
  functionsHarmed: 300,
  auditFinished: 90,
  dataErased: 1,
  contactSaved: 8,
};

describe('50 mailboxes, two weeks, and all that goes wrong in a year', () => {
  test.each(chooseFortnights())(
    'leave nothing missing, double or stuck (again with FORTNIGHT_SEED=%i)',
    async (seed) => {
      using machine = simulatedMachine();
      await using fortnight = await aFortnight(new SimulatedTime(machine), { seed, ...SIZE });
      await playFortnight(fortnight);
      await expectUnharmed(fortnight);
      const happened = whatHappened(fortnight);
      if (process.env['FORTNIGHT_SEED'] || process.env['FORTNIGHT_RUNS']) console.log(seed, happened);
      for (const [what, least] of Object.entries(AT_LEAST))
        expect([what, (happened[what] ?? 0) >= least]).toEqual([what, true]);
    },
    PATIENCE_MS,
  );
});
