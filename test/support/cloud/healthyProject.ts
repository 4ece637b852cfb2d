import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { FUNCTIONS } from '../../../functions/registry.ts';

const INDEXES = new URL('../../../terraform/firestore.indexes.json', import.meta.url);
const Field = z.object({
  fieldPath: z.string(),
  order: z.string().optional(),
  arrayConfig: z.string().optional(),
});
const Deployed = z.object({
  indexes: z.array(z.object({ collectionGroup: z.string(), queryScope: z.string(), fields: z.array(Field) })),
  fieldOverrides: z.array(
    z.object({ collectionGroup: z.string(), fieldPath: z.string(), ttl: z.boolean().default(false) }),
  ),
});

const PUSHES = { 'gmail-sync': 'gmailPush', 'gmail-sync-jobs': 'syncWorker', 'ghl-outbox': 'ghlRelay' };
const SCHEDULES = {
  pollMailboxes: '*/15 * * * *',
  renewWatches: '0 4 * * *',
  auditMailboxes: '0 5 * * 0',
};
export const REGION = 'europe-west1';

/** Resources of a project that is set up rightly, as the APIs give them: by the path of each. */
export function healthyProject(project: string, now: Date): Map<string, Record<string, unknown>> {
  const base = `projects/${project}`;
  return new Map([
    ...pubsub(base),
    ...firestore(base),
    ...Object.entries(SCHEDULES).map(([target, schedule]) => job(base, target, schedule, now)),
    ...FUNCTIONS.map((name) => aFunction(base, name)),
    ...['us-central1', REGION].map((location) =>
      resource(`scheduler/${base}/locations/${location}`, { name: `${base}/locations/${location}` }),
    ),
  ]);
}

type Resource = [path: string, json: Record<string, unknown>];
const resource = (path: string, json: Record<string, unknown>): Resource => [path, json];

function pubsub(base: string): Resource[] {
  return Object.entries(PUSHES).flatMap(([topic, target]) => {
    const dead = `${topic}-dead`;
    const push = {
      name: `${base}/subscriptions/${topic}-push`,
      topic: `${base}/topics/${topic}`,
      pushConfig: {
        pushEndpoint: `https://${target.toLowerCase()}-abc123-ew.a.run.app/${base}/topics/${topic}`,
        oidcToken: { serviceAccountEmail: 'push@example.iam.gserviceaccount.com' },
      },
      ackDeadlineSeconds: 600,
      retryPolicy: { minimumBackoff: '10s', maximumBackoff: '600s' },
      deadLetterPolicy: { deadLetterTopic: `${base}/topics/${dead}`, maxDeliveryAttempts: 20 },
      expirationPolicy: {},
      messageRetentionDuration: '604800s',
      state: 'ACTIVE',
    };
    const pull = {
      name: `${base}/subscriptions/${dead}`,
      topic: `${base}/topics/${dead}`,
      pushConfig: {},
      ackDeadlineSeconds: 10,
      expirationPolicy: {},
      state: 'ACTIVE',
    };
    const names = [`${base}/topics/${topic}`, `${base}/topics/${dead}`];
    const gmail = 'serviceAccount:gmail-api-push@system.gserviceaccount.com';
    const bindings = [{ role: 'roles/pubsub.publisher', members: [gmail] }];
    return [
      ...names.map((name) => resource(name, { name })),
      resource(`${base}/topics/${topic}:getIamPolicy`, { version: 1, etag: 'BwY=', bindings }),
      resource(push.name, push),
      resource(pull.name, pull),
    ];
  });
}

function firestore(base: string): Resource[] {
  const { indexes, fieldOverrides } = Deployed.parse(JSON.parse(readFileSync(INDEXES, 'utf8')));
  const database = `${base}/databases/(default)`;
  return [
    resource(database, {
      name: database,
      type: 'FIRESTORE_NATIVE',
      locationId: 'eur3',
      concurrencyMode: 'PESSIMISTIC',
    }),
    ...indexes.map(({ collectionGroup, queryScope, fields }, at) => {
      const name = `${database}/collectionGroups/${collectionGroup}/indexes/index${at}`;
      const order = fields.at(-1)?.order ?? 'ASCENDING';
      return resource(name, {
        name,
        queryScope,
        fields: [...fields, { fieldPath: '__name__', order }],
        state: 'READY',
        density: 'SPARSE_ALL',
      });
    }),
    ...fieldOverrides.map(({ collectionGroup, fieldPath, ttl }) => {
      const name = `${database}/collectionGroups/${collectionGroup}/fields/${fieldPath}`;
      const ancestorField = `${database}/collectionGroups/__default__/fields/*`;
      return resource(name, {
        name,
        indexConfig: { ancestorField },
        ...(ttl && { ttlConfig: { state: 'ACTIVE' } }),
      });
    }),
  ];
}

function job(base: string, target: string, schedule: string, now: Date): Resource {
  const name = `${base}/locations/${REGION}/jobs/${target}`;
  return resource(name, {
    name,
    schedule,
    timeZone: 'Etc/UTC',
    state: 'ENABLED',
    httpTarget: { uri: `https://${target.toLowerCase()}-abc123-ew.a.run.app/`, httpMethod: 'POST' },
    userUpdateTime: new Date(now.getTime() - 86_400_000).toISOString(),
    lastAttemptTime: new Date(now.getTime() - 60_000).toISOString(),
    status: {},
  });
}

function aFunction(base: string, id: string): Resource {
  const name = `${base}/locations/${REGION}/functions/${id}`;
  return resource(name, { name, state: 'ACTIVE', environment: 'GEN_2' });
}
