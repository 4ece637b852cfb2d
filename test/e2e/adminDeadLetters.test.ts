import { PubSub } from '@google-cloud/pubsub';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { MailboxId } from '../../shared/domain/ids.ts';
import { deadLetterTopicOf, TOPICS, type TopicName } from '../../shared/domain/topics.ts';
import { eventually } from '../support/eventually.ts';
import { CallableStage } from '../support/stack/callableStage.ts';
import { aProjectId } from '../support/stack/environment.ts';
import { runAdmin } from '../support/stack/runAdmin.ts';
import { createTopics } from '../support/stack/topics.ts';

let stage: CallableStage;
let pubsub: PubSub;
const clients: PubSub[] = [];
beforeAll(async () => {
  stage = await CallableStage.start();
  pubsub = new PubSub({ projectId: stage.stack.projectId });
  clients.push(pubsub);
});
afterAll(() => Promise.all([stage?.stop(), ...clients.map((client) => client.close())]));

const deadLetters = (...args: string[]) => runAdmin(stage.stack.env, ['deadletters', ...args]);

const Listed = z.array(z.looseObject({ messageId: z.string() }));
const readList = ({ stdout }: { stdout: string }) => Listed.parse(JSON.parse(stdout));

const PUBLISHED_AT = '2026-11-20T08:30:00.250Z';

/** A message that Pub/Sub has given up. */
const aDeadLetter = (topic: TopicName, data: string, client = pubsub) =>
  client.topic(deadLetterTopicOf(topic)).publishMessage({
    data: Buffer.from(data),
    attributes: {
      CloudPubSubDeadLetterSourceDeliveryCount: '20',
      CloudPubSubDeadLetterSourceSubscription: `${topic}-push`,
      CloudPubSubDeadLetterSourceSubscriptionProject: client.projectId,
      CloudPubSubDeadLetterSourceTopicPublishTime: PUBLISHED_AT,
    },
  });

const delta = (mailboxId: string) => JSON.stringify({ type: 'delta', mailboxId, reason: 'poll' });

/** A project without mailboxes, but with what Terraform makes. */
async function anotherProject() {
  const projectId = aProjectId();
  await createTopics(projectId, stage.stack.functions.url);
  const client = new PubSub({ projectId });
  clients.push(client);
  const env = { ...stage.stack.env, GOOGLE_CLOUD_PROJECT: projectId };
  const list = (...args: string[]) => runAdmin(env, ['deadletters', 'list', ...args]);
  return { client, list };
}

describe('deadletters', () => {
  test('are listed with what they ask for, again and again, without an address or a body', async () => {
    const { client, list } = await anotherProject();
    expect(await list()).toEqual({ exitCode: 0, stdout: '', stderr: 'There are no dead letters.\n' });
    const emailAddress = 'ann@x.example';
    const mailboxId = MailboxId.of(emailAddress);
    const notification = JSON.stringify({ emailAddress, historyId: 7 });
    const notified = await aDeadLetter(TOPICS.notifications, notification, client);
    const job = await aDeadLetter(TOPICS.jobs, delta(mailboxId), client);
    const relay = await aDeadLetter(TOPICS.outbox, '{"locationId":"estio"}', client);
    const broken = await aDeadLetter(TOPICS.outbox, 'a subject', client);
    const shown = { publishedAt: PUBLISHED_AT, diedAt: expect.any(String), deliveries: 20 };
    expect(readList(await list('--json'))).toEqual(
      [
        { messageId: notified, topic: TOPICS.notifications, asksFor: 'notification', mailboxId },
        { messageId: job, topic: TOPICS.jobs, asksFor: 'delta', mailboxId, locationId: null },
        { messageId: relay, topic: TOPICS.outbox, asksFor: 'relay', locationId: 'estio' },
        { messageId: broken, topic: TOPICS.outbox, asksFor: null, unreadable: 'notJson' },
      ].map((letter) => expect.objectContaining({ ...letter, ...shown })),
    );
    const { stdout } = await list();
    expect(stdout).toContain(mailboxId);
    expect(stdout).not.toMatch(/@|a subject/);
    const first = await list('--topic', TOPICS.outbox, '--limit', '1');
    expect(first.stdout.trim().split('\n')).toHaveLength(2);
    expect(first.stderr).toBe('There may be more than these: raise --limit.\n');
  }, 120_000);

  test('are delivered again, but for what would come back, which is discarded', async () => {
    const { mailboxId, store } = await stage.agents.anAgentWithNews();
    await aDeadLetter(TOPICS.jobs, delta(mailboxId));
    const broken = await aDeadLetter(TOPICS.jobs, '{"type":"dance"}');
    const run = await deadLetters('replay', '--all', '--yes', '--json');
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout)).toEqual({ replayed: 1, refused: [broken] });
    expect(run.stderr).toContain('(wrongFields) and would come back: see "deadletters discard"');
    await eventually('the job has run', async () => (await store.mailbox(mailboxId)).counters.stored === 1);
    const ofJobs = ['--topic', TOPICS.jobs];
    expect(await deadLetters('replay', ...ofJobs, '--id', broken, '--yes')).toMatchObject({
      exitCode: 1,
      stdout: '',
    });
    expect(await deadLetters('discard', ...ofJobs, '--id', broken, '--yes')).toMatchObject({
      exitCode: 0,
      stdout: `Dead letter ${broken} of ${TOPICS.jobs} is deleted.\n`,
    });
    expect(readList(await deadLetters('list', '--json'))).toEqual([]);
  }, 120_000);

  test('that name one are delivered again alone', async () => {
    const { mailboxId, store } = await stage.agents.anAgentWithNews();
    const other = await aDeadLetter(TOPICS.outbox, '{"locationId":"estio"}');
    const meant = await aDeadLetter(TOPICS.jobs, delta(mailboxId));
    const run = await deadLetters('replay', '--id', meant, '--yes');
    expect(run).toEqual({ exitCode: 0, stdout: '1 message is to be delivered again.\n', stderr: '' });
    await eventually('the job has run', async () => (await store.mailbox(mailboxId)).counters.stored === 1);
    expect(readList(await deadLetters('list', '--json')).map(({ messageId }) => messageId)).toEqual([other]);
    await deadLetters('discard', '--topic', TOPICS.outbox, '--id', other, '--yes');
  }, 120_000);

  test('come from pushes that fail too often, and what they asked for is done in the end', async () => {
    const { mailboxId, store } = await stage.agents.anAgentWithNews();
    const push = pubsub.subscription(`${TOPICS.jobs}-push`);
    const deadLetterTopic = `projects/${stage.stack.projectId}/topics/${deadLetterTopicOf(TOPICS.jobs)}`;
    await push.setMetadata({ deadLetterPolicy: { deadLetterTopic, maxDeliveryAttempts: 5 } });
    const gone = {
      fence: 99,
      commits: 0,
      holder: 'a run that died',
      expiresAt: new Date(Date.now() + 600_000),
    };
    await stage.db.doc(`mailboxes/${mailboxId}`).update({ lease: gone });
    await pubsub.topic(TOPICS.jobs).publishMessage({ data: Buffer.from(delta(mailboxId)) });
    const found = await eventually(
      'it is a dead letter',
      async () => {
        const letters = readList(await deadLetters('list', '--topic', TOPICS.jobs, '--json'));
        return letters.length > 0 && letters;
      },
      120_000,
    );
    expect(found).toEqual([expect.objectContaining({ asksFor: 'delta', mailboxId, deliveries: 5 })]);
    await stage.db.doc(`mailboxes/${mailboxId}`).update({ 'lease.holder': null, 'lease.expiresAt': null });
    expect(await deadLetters('replay', '--all', '--yes')).toMatchObject({ exitCode: 0 });
    await eventually('the job has run', async () => (await store.mailbox(mailboxId)).counters.stored === 1);
    expect(readList(await deadLetters('list', '--json'))).toEqual([]);
  }, 240_000);
});

describe('what cannot be done', () => {
  test('where Terraform has not been: it says what is missing, and keeps what is there', async () => {
    const projectId = aProjectId();
    const env = { ...stage.stack.env, GOOGLE_CLOUD_PROJECT: projectId };
    const ofJobs = (...args: string[]) => runAdmin(env, ['deadletters', ...args, '--topic', TOPICS.jobs]);
    expect(await ofJobs('list')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `There is no subscription projects/${projectId}/subscriptions/gmail-sync-jobs-dead: "terraform apply" creates it (google_pubsub_subscription).\n`,
    });
    const client = new PubSub({ projectId });
    clients.push(client);
    const [dead] = await client.createTopic(deadLetterTopicOf(TOPICS.jobs));
    await dead.createSubscription(deadLetterTopicOf(TOPICS.jobs));
    const messageId = await aDeadLetter(TOPICS.jobs, delta('m'), client);
    expect(await ofJobs('replay', '--all', '--yes')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `There is no topic projects/${projectId}/topics/gmail-sync-jobs: "terraform apply" creates it (google_pubsub_topic).\n`,
    });
    expect(readList(await ofJobs('list', '--json'))).toMatchObject([{ messageId }]);
  }, 120_000);

  test.each<[string, number, readonly string[]]>([
    ['a topic that there is not', 2, ['list', '--topic', 'gmail']],
    ['a replay of nothing in particular', 2, ['replay', '--yes']],
    ['a replay of all and of one', 2, ['replay', '--all', '--id', '1', '--yes']],
    ['a replay of what is not there', 1, ['replay', '--id', '987654321', '--yes']],
    ['an id that is none', 2, ['discard', '--id', 'a b', '--yes']],
    ['to discard what is not there', 1, ['discard', '--id', '9876', '--topic', TOPICS.jobs, '--yes']],
    ['a replay that nobody has confirmed', 2, ['replay', '--all']],
    ['to discard without an id', 2, ['discard', '--yes']],
  ])('%s is refused in one line', async (_, exitCode, args) => {
    const run = await deadLetters(...args);
    expect(run).toMatchObject({ exitCode, stdout: '', stderr: expect.stringMatching(/^[^\n]{20,}\n$/) });
    expect(run.stderr).not.toMatch(/ at |Error:|Unexpected/);
  });
});
