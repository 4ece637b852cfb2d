import { describe, expect, test } from '@jest/globals';
import { readIndexSpecs } from '../../shared/adapters/cloud/readIndexSpecs.ts';
import { CloudServer } from '../support/cloud/cloudServer.ts';
import { aCloudEnvironment, examineCloud, unwell } from '../support/cloud/examineCloud.ts';
import { REGION } from '../support/cloud/healthyProject.ts';

describe('a project that is set up rightly', () => {
  test('has nothing wrong with it, whatever the pages of its lists are, and is not changed', async () => {
    await using cloud = await CloudServer.start();
    for (const pageSize of [300, 2]) {
      cloud.pageSize = pageSize;
      const findings = await examineCloud(cloud);
      expect(unwell(findings)).toEqual([]);
      expect(findings.map(({ check }) => check)).toEqual(
        expect.arrayContaining([
          'Firestore',
          'database',
          'indexes',
          'TTL policies',
          'push of ghl-outbox',
          'dead letters of gmail-sync',
          "Gmail's permission on gmail-sync",
          'schedule of auditMailboxes',
          'functions',
          'clock',
        ]),
      );
    }
    expect(new Set(cloud.asked.map(({ method }) => method))).toEqual(new Set(['GET']));
  });
});

test('without a topic of Gmail’s none is missed, and a token in an address is not told', async () => {
  await using cloud = await CloudServer.start();
  cloud.remove('topics/gmail-sync');
  cloud.at('subscriptions/ghl-outbox-push')['pushConfig'] = {
    pushEndpoint: 'https://ghlrelay.example.com/?token=hush',
    oidcToken: { serviceAccountEmail: 'push@example.iam.gserviceaccount.com' },
  };
  const { GMAIL_TOPIC: _, ...env } = aCloudEnvironment(cloud.project);
  const findings = await examineCloud(cloud, { env });
  expect(unwell(findings).map(({ check, status }) => [check, status])).toEqual([
    ['GMAIL_TOPIC', 'warning'],
    ['watches', 'notChecked'],
    ['topic gmail-sync', 'notChecked'],
  ]);
  expect(JSON.stringify(findings)).not.toContain('hush');
});

describe('what is wrong with a project', () => {
  const database = 'databases/(default)';
  const jobs = `locations/${REGION}/jobs`;

  test.each<[string, (cloud: CloudServer) => void, readonly object[]]>([
    [
      'a topic that is not there',
      (cloud) => cloud.remove('topics/ghl-outbox'),
      [
        {
          check: 'topic ghl-outbox',
          status: 'wrong',
          mend: expect.stringContaining('gcloud pubsub topics create ghl-outbox --project=p-'),
        },
        { check: 'push of ghl-outbox', status: 'notChecked' },
      ],
    ],
    [
      'a topic that nothing pushes',
      (cloud) => cloud.remove('subscriptions/gmail-sync-jobs-push'),
      [
        {
          check: 'push of gmail-sync-jobs',
          status: 'wrong',
          says: expect.stringContaining('syncWorker is never called'),
          mend: expect.stringContaining('--ack-deadline=600'),
        },
      ],
    ],
    [
      'a push without OIDC and retry policy, with a short deadline',
      (cloud) => {
        const push = cloud.at('subscriptions/gmail-sync-push');
        delete push['retryPolicy'];
        push['ackDeadlineSeconds'] = 10;
        push['pushConfig'] = { pushEndpoint: 'https://gmailpush.example.com/' };
      },
      [
        {
          check: 'push of gmail-sync',
          status: 'wrong',
          says: expect.stringMatching(/after 10 s.*OIDC.*no retry policy/),
          mend: expect.stringMatching(/--ack-deadline=600 --push-endpoint=.*--min-retry-delay/),
        },
      ],
    ],
    [
      'dead letters that nobody keeps',
      (cloud) => cloud.remove('subscriptions/gmail-sync-dead'),
      [
        {
          check: 'dead letters of gmail-sync',
          status: 'wrong',
          mend: expect.stringContaining('gcloud pubsub subscriptions create gmail-sync-dead'),
        },
      ],
    ],
    [
      'subscriptions that expire',
      (cloud) => {
        delete cloud.at('subscriptions/ghl-outbox-push')['expirationPolicy'];
        cloud.at('subscriptions/ghl-outbox-dead')['expirationPolicy'] = { ttl: '86400s' };
      },
      [
        { check: 'push of ghl-outbox', status: 'warning', says: expect.stringContaining('31 days') },
        { check: 'dead letters of ghl-outbox', status: 'warning', says: expect.stringContaining('1 days') },
      ],
    ],
    [
      'Gmail without its permission',
      (cloud) => {
        cloud.at('topics/gmail-sync:getIamPolicy')['bindings'] = [];
      },
      [
        {
          check: "Gmail's permission on gmail-sync",
          status: 'wrong',
          mend: expect.stringContaining('--member=serviceAccount:gmail-api-push@system.gserviceaccount.com'),
        },
      ],
    ],
    [
      'a database in Datastore mode',
      (cloud) => {
        cloud.at(database)['type'] = 'DATASTORE_MODE';
      },
      [{ check: 'database', status: 'wrong', says: expect.stringContaining('DATASTORE_MODE') }],
    ],
    [
      'a database that is not there',
      (cloud) => cloud.remove(database),
      [
        {
          check: 'database',
          status: 'wrong',
          mend: expect.stringContaining('gcloud firestore databases create'),
        },
      ],
    ],
    [
      'an index that is not there',
      (cloud) => cloud.remove(`${database}/collectionGroups/contacts/indexes/index0`),
      [
        {
          check: 'indexes',
          status: 'wrong',
          says: expect.stringContaining('contacts(locationId, emails)'),
          mend: expect.stringContaining('terraform apply'),
        },
      ],
    ],
    [
      'an index that is still being built',
      (cloud) => {
        cloud.at(`${database}/collectionGroups/contacts/indexes/index0`)['state'] = 'CREATING';
      },
      [{ check: 'indexes', status: 'wrong', says: expect.stringContaining('still being built') }],
    ],
    [
      'documents that would stay for ever',
      (cloud) => {
        delete cloud.at(`${database}/collectionGroups/runs/fields/expireAt`)['ttlConfig'];
      },
      [{ check: 'TTL policies', status: 'wrong', says: expect.stringContaining('runs.expireAt') }],
    ],
    [
      'a field that is indexed',
      (cloud) => cloud.remove(`${database}/collectionGroups/messages/fields/text`),
      [{ check: 'index exemptions', status: 'warning', says: expect.stringContaining('messages.text') }],
    ],
    [
      'a job that is not there',
      (cloud) => cloud.remove(`${jobs}/pollMailboxes`),
      [
        {
          check: 'schedule of pollMailboxes',
          status: 'wrong',
          mend: expect.stringContaining('--schedule="*/15 * * * *"'),
        },
      ],
    ],
    [
      'a job that is paused, and one whose last attempt has failed',
      (cloud) => {
        cloud.at(`${jobs}/renewWatches`)['state'] = 'PAUSED';
        cloud.at(`${jobs}/auditMailboxes`)['status'] = { code: 16 };
      },
      [
        {
          check: 'schedule of renewWatches',
          status: 'wrong',
          mend: expect.stringContaining(
            `gcloud scheduler jobs resume renewWatches --location=${REGION} --project=p-`,
          ),
        },
        { check: 'schedule of auditMailboxes', status: 'wrong', says: expect.stringContaining('HTTP 401') },
      ],
    ],
    [
      'functions that are not there, or have failed',
      (cloud) => {
        cloud.remove(`locations/${REGION}/functions/syncWorker`);
      },
      [{ check: 'functions', status: 'wrong', says: expect.stringContaining('syncWorker') }],
    ],
    [
      'a clock that is ahead',
      (cloud) => {
        cloud.aheadMs = -120_000;
      },
      [{ check: 'clock', status: 'warning', says: expect.stringMatching(/1[12]\d s ahead of Google/) }],
    ],
  ])('%s is told, with what mends it, and nothing else', async (_, spoil, expected) => {
    await using cloud = await CloudServer.start();
    spoil(cloud);
    expect(unwell(await examineCloud(cloud))).toEqual(expected.map((each) => expect.objectContaining(each)));
  });
});

test('the indexes that are compared are those that are deployed', async () => {
  const { indexes, fields } = await readIndexSpecs();
  expect(indexes.length).toBeGreaterThan(10);
  expect(fields.filter(({ ttl }) => ttl).length).toBeGreaterThan(5);
});
