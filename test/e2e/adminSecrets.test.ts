import { randomBytes } from 'node:crypto';
import { PubSub } from '@google-cloud/pubsub';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { deadLetterTopicOf, TOPICS } from '../../shared/domain/topics.ts';
import { GhlSimulator } from '../support/ghl/ghlSimulator.ts';
import { findLeaks } from '../support/stack/findLeaks.ts';
import { type AdminRun, runAdmin } from '../support/stack/runAdmin.ts';
import { SecretStage } from '../support/stack/secretStage.ts';

const stage = new SecretStage();
const { grants, mail, addresses } = stage;
let ghl: GhlSimulator;
let pubsub: PubSub;

beforeAll(async () => {
  [ghl] = await Promise.all([GhlSimulator.start(), stage.start()]);
  pubsub = new PubSub({ projectId: stage.stack.projectId });
});
afterAll(() => Promise.all([stage.stop(), ghl?.close(), pubsub?.close()]));

const runs: AdminRun[] = [];
const exported: AdminRun[] = [];

/** At their most talkative, on what is full of secrets. */
async function admin(args: readonly string[], stdin = '', kept = runs): Promise<AdminRun> {
  const run = await runAdmin({ ...stage.stack.env, GHL_API_URL: ghl.url }, ['--verbose', ...args], stdin);
  kept.push(run);
  return run;
}

const textsOf = (of: readonly AdminRun[]) => of.flatMap(({ stdout, stderr }) => [stdout, stderr]);
const logOf = (of: readonly AdminRun[]) =>
  of.flatMap(({ stderr }) => stderr.split('\n').filter((line) => line.startsWith('{')));

test('commands print no secret, and log neither what people wrote nor who they are', async () => {
  const { email, mailboxId, locationId, contactAddress, hasMessages } = await stage.connectedAgent();
  await hasMessages(1);
  for (const token of stage.stack.gmail.oauth.grants.issued) grants.keep('a code or token', token);
  const theirs = ghl.addLocation();
  const token = grants.keep('a private integration token', ghl.token(theirs));
  const wrong = grants.keep('a token that is none', `pit-${randomBytes(24).toString('hex')}`);
  const link = ['ghl', 'link', locationId, '--token-stdin', '--ghl-location', theirs.id];
  const refused = await admin(link, wrong);
  expect(refused.exitCode).toBe(1);
  expect(await admin(link, token)).toMatchObject({ exitCode: 0 });
  await pubsub.topic(deadLetterTopicOf(TOPICS.jobs)).publishMessage({
    data: Buffer.from(
      JSON.stringify({ type: mail.word('a dead letter'), [mail.word('a dead letter')]: email }),
    ),
    attributes: { CloudPubSubDeadLetterSourceSubscription: 'gmail-sync-jobs-push' },
  });

  for (const args of [
    ['doctor', '--ghl'],
    ['keyring', 'status'],
    ['deadletters', 'list', '--json'],
    ['ghl', 'status', locationId],
    ['mailboxes', 'list'],
    ['mailboxes', 'show', mailboxId],
    ['mailboxes', 'explain', mailboxId, '--query', 'in:inbox'],
    ['outbox', 'list', locationId],
    ['contacts', 'erase', contactAddress, '--location', locationId, '--dry-run'],
  ]) {
    // Doctor finds fault with emulators.
    const { exitCode } = await admin(args);
    expect([args, args[0] === 'doctor' ? 0 : exitCode]).toEqual([args, 0]);
  }
  expect(
    await admin(['contacts', 'export', contactAddress, '--location', locationId], '', exported),
  ).toMatchObject({
    exitCode: 0,
  });
  const erased = await admin(['contacts', 'erase', contactAddress, '--location', locationId, '--yes']);
  expect(erased).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('"contactErased"') });
  expect(await admin(['ghl', 'unlink', locationId, '--yes'])).toMatchObject({ exitCode: 0 });

  expect(findLeaks(textsOf([...runs, ...exported]), grants.all)).toEqual([]);
  expect(findLeaks(textsOf(runs), mail.all)).toEqual([]);
  const logged = logOf([...runs, ...exported]);
  expect(logged.length).toBeGreaterThan(0);
  expect(findLeaks(logged, [...mail.all, ...addresses.all])).toEqual([]);
  // It looks where there is something to be found.
  expect(findLeaks(textsOf(exported), mail.all)).not.toEqual([]);
}, 180_000);
