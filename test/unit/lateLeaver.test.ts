import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runJob } from '../../shared/sync/runJob.ts';
import { anAddress } from '../support/builders.ts';
import { GmailSimulator } from '../support/gmail/gmailSimulator.ts';
import { countAwaits, mortal } from '../support/mortal.ts';
import { memoryStage } from '../support/ordeal/memoryStage.ts';

let gmail: GmailSimulator;
beforeAll(async () => {
  gmail = await GmailSimulator.start();
});
afterAll(() => gmail.close());

test('a disconnection that hangs, whichever await it is at, ends nothing of the agent who has the mailbox since', async () => {
  const unharmed = await memoryStage(gmail);
  const left = await unharmed.connect();
  await unharmed.disconnect(left);
  const { deps, awaits } = countAwaits(unharmed.deps);
  await runJob(deps, { type: 'disconnect', mailboxId: left.mailboxId });
  expect(awaits.length).toBeGreaterThan(4);

  // The first await is the lease: whoever hangs there has none.
  for (const [at, name] of awaits.entries()) {
    if (at === 0) continue;
    const stage = await memoryStage(gmail);
    const mailbox = await stage.connect();
    const { mailboxId } = mailbox;
    await stage.disconnect(mailbox);
    const [reached, goesOn] = [Promise.withResolvers<string>(), Promise.withResolvers<void>()];
    const late = mortal(stage.deps, { at, kind: 'hangs', reached: reached.resolve, goesOn: goesOn.promise });
    const leaving = runJob(late, { type: 'disconnect', mailboxId });
    await reached.promise;
    stage.timePasses();
    await stage.poll();
    await stage.takeOver(mailbox, anAddress('agent'));
    await runJob(stage.deps, { type: 'initial', mailboxId });

    goesOn.resolve();
    await leaving;

    const { actual } = await stage.mailboxes({ ledgers: [{}], messages: [], conversations: [] });
    const its = { status: 'live', hasGrant: true, hasGrantAtGoogle: true, isWatched: true };
    expect({ name, actual }).toMatchObject({ actual: [its] });
  }
});
