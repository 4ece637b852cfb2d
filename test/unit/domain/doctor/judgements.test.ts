import { describe, expect, test } from '@jest/globals';
import { judgeClock, judgeNode } from '../../../../shared/domain/doctor/judgeClock.ts';
import { judgeRead, type ReadOutcome, silentRead } from '../../../../shared/domain/doctor/judgeDatabase.ts';
import { judgeFunctions } from '../../../../shared/domain/doctor/judgeFunctions.ts';
import { judgeFields, judgeIndexes } from '../../../../shared/domain/doctor/judgeIndexes.ts';
import { judgeLink, type LinkFacts } from '../../../../shared/domain/doctor/judgeLink.ts';
import {
  judgeClientSecret,
  judgeKeyring,
  type UnreadableSecret,
} from '../../../../shared/domain/doctor/judgeSecrets.ts';
import { judgeUnanswered, type WhyUnanswered } from '../../../../shared/domain/doctor/unanswered.ts';
import { LocationId } from '../../../../shared/domain/ids.ts';

describe('the keyring', () => {
  const place = {
    project: 'estio',
    secret: 'keyring',
    name: 'projects/estio/secrets/keyring/versions/latest',
  };

  test('says which key seals, and which only open', () => {
    expect(judgeKeyring({ found: 'keyring', current: 'k2', keyIds: ['k1', 'k2'] }, undefined)).toMatchObject({
      status: 'ok',
      says: 'in TOKEN_KEYRING: k2 seals, k1 only open',
    });
  });

  test.each<[UnreadableSecret, string, RegExp]>([
    ['permissionDenied', 'notChecked', /secretmanager.secretAccessor/],
    ['unauthenticated', 'notChecked', /application-default login/],
    ['unavailable', 'notChecked', /doctor/],
    ['apiDisabled', 'wrong', /services enable secretmanager/],
    ['notFound', 'wrong', /gcloud secrets create keyring --project=estio/],
    ['notEnabled', 'wrong', /gcloud secrets versions add keyring/],
    ['corrupted', 'wrong', /gcloud secrets versions add keyring/],
  ])('that is %s is %s', (why, status, mend) => {
    expect(judgeKeyring({ found: 'unreadable', why }, place)).toMatchObject({
      status,
      mend: expect.stringMatching(mend),
    });
  });

  test('that is no keyring is wrong wherever it stands', () => {
    const facts = { found: 'invalid', problems: ['key k1 has 3 bytes and needs 32'] } as const;
    expect(judgeKeyring(facts, undefined)).toMatchObject({ status: 'wrong', mend: 'export TOKEN_KEYRING=…' });
    expect(judgeKeyring(facts, place).says).toContain('key k1 has 3 bytes');
  });
});

test('a client secret that is only the name of one is wrong, and one with a break is odd', () => {
  expect(judgeClientSecret({ isName: true, isOdd: false }).status).toBe('wrong');
  expect(judgeClientSecret({ isName: false, isOdd: true }).status).toBe('warning');
  expect(judgeClientSecret({ isName: false, isOdd: false }).status).toBe('ok');
});

describe('Firestore', () => {
  const cloud = { project: 'estio', emulator: undefined };

  test.each<[ReadOutcome, string]>([
    ['answers', 'ok'],
    ['noDatabase', 'wrong'],
    ['datastoreMode', 'wrong'],
    ['apiDisabled', 'wrong'],
    ['forbidden', 'notChecked'],
    ['signedOut', 'notChecked'],
  ])('a read of which comes %s is %s', (outcome, status) => {
    expect(judgeRead(outcome, cloud).status).toBe(status);
  });

  test('that is silent is wrong, and an emulator is to be started', () => {
    expect(silentRead(cloud, 10)).toMatchObject({ status: 'wrong', says: 'does not answer within 10 s' });
    expect(silentRead({ ...cloud, emulator: '127.0.0.1:1' }, 10).mend).toBe('npm run emulators');
  });
});

describe('indexes', () => {
  const fields = [
    { fieldPath: 'state', order: 'ASCENDING' },
    { fieldPath: 'watch.at', order: 'DESCENDING' },
  ];
  const spec = { collectionGroup: 'mailboxes', queryScope: 'COLLECTION', fields };
  const named = (order: string) => [...fields, { fieldPath: '__name__', order }];

  test.each([
    ['as Firestore completes it', { fields: named('DESCENDING') }, 'ok'],
    [
      'with its paths quoted',
      { fields: [fields[0], { fieldPath: '`watch.at`', order: 'DESCENDING' }].flatMap((f) => f ?? []) },
      'ok',
    ],
    ['in another direction', { fields: [...fields].reverse() }, 'wrong'],
    ['that ends otherwise', { fields: named('ASCENDING') }, 'wrong'],
    ['of a group', { queryScope: 'COLLECTION_GROUP' }, 'wrong'],
    ['that is being built', { state: 'CREATING' }, 'wrong'],
    ['that needs repair', { state: 'NEEDS_REPAIR' }, 'wrong'],
  ])('one %s', (_, facts, status) => {
    const existing = [{ ...spec, state: 'READY', ...facts }];
    expect(judgeIndexes([spec], existing, 'estio')).toMatchObject({ status });
  });

  const expiring = { collectionGroup: 'runs', fieldPath: 'expireAt', ttl: true, indexes: 0 };

  test.each([
    ['is there', { ttlState: 'ACTIVE' }, ['ok', 'ok']],
    ['is being set', { ttlState: 'CREATING' }, ['ok', 'ok']],
    ['needs repair', { ttlState: 'NEEDS_REPAIR' }, ['wrong', 'ok']],
    ['is not there', { ttlState: null }, ['wrong', 'ok']],
    ['is there for a field that is indexed', { ttlState: 'ACTIVE', indexes: null }, ['ok', 'warning']],
  ])('a policy that %s', (_, facts, statuses) => {
    const existing = [{ collectionGroup: 'runs', fieldPath: 'expireAt', indexes: 0, ...facts }];
    expect(judgeFields([expiring], existing, 'estio').map(({ status }) => status)).toEqual(statuses);
  });
});

describe('functions', () => {
  const deployed = (id: string, state = 'ACTIVE', messages: string[] = []) => ({
    name: `projects/estio/locations/europe-west1/functions/${id}`,
    state,
    messages,
  });
  const names = ['gmailPush', 'syncWorker'];

  test.each([
    ['all of them', [deployed('gmail-push'), deployed('syncworker'), deployed('other')], 'ok'],
    ['none of them', [deployed('other')], 'notChecked'],
    ['some of them', [deployed('gmailPush')], 'wrong'],
    ['one that has failed', [deployed('gmailPush'), deployed('syncWorker', 'FAILED', ['no room'])], 'wrong'],
  ])('where %s are there', (_, found, status) => {
    expect(judgeFunctions(names, found, 'estio').status).toBe(status);
  });

  test('that have failed are named with what Google says', () => {
    const found = [deployed('gmailPush'), deployed('syncWorker', 'FAILED', ['no room'])];
    expect(judgeFunctions(names, found, 'estio').says).toBe('syncWorker is failed: no room');
  });
});

describe('a link', () => {
  test.each<[LinkFacts, string]>([
    [{ found: 'opens' }, 'ok'],
    [{ found: 'notStored' }, 'wrong'],
    [{ found: 'expired' }, 'notChecked'],
    [{ found: 'failed', code: 'unauthorized' }, 'wrong'],
    [{ found: 'failed', code: 'forbidden' }, 'wrong'],
    [{ found: 'failed', code: 'undecryptable' }, 'wrong'],
    [{ found: 'failed', code: 'rateLimited' }, 'warning'],
    [{ found: 'failed', code: 'unavailable' }, 'notChecked'],
  ])('of which is found %j', (facts, status) => {
    expect(judgeLink(LocationId('a'), facts)).toMatchObject({ check: 'GHL link of a', status });
  });
});

describe('a question that has no answer', () => {
  const of = { api: 'pubsub.googleapis.com', role: 'roles/pubsub.viewer' };

  test.each<[WhyUnanswered, string, RegExp]>([
    ['signedOut', 'notChecked', /^gcloud auth application-default login$/],
    ['forbidden', 'notChecked', /--role=roles\/pubsub\.viewer$/],
    ['apiDisabled', 'wrong', /^gcloud services enable pubsub\.googleapis\.com --project=estio$/],
    ['noProject', 'wrong', /GOOGLE_CLOUD_PROJECT/],
    ['silent', 'notChecked', /doctor/],
    ['failed', 'notChecked', /doctor/],
  ])('because it is %s is %s', (why, status, mend) => {
    expect(judgeUnanswered('x', { why, of, said: '' }, 'estio')).toMatchObject({
      status,
      mend: expect.stringMatching(mend),
    });
  });

  test('of an emulator means that it does not run', () => {
    const silent = { why: 'silent', of: { ...of, emulator: '127.0.0.1:1' }, said: 'ECONNREFUSED' } as const;
    expect(judgeUnanswered('x', silent, 'estio')).toMatchObject({
      status: 'wrong',
      mend: 'npm run emulators',
    });
  });
});

describe('the clock', () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, 0) + seconds * 1_000);
  const judge = (ours: number) => judgeClock({ told: at(0), askedAt: at(ours), answeredAt: at(ours + 1) });

  test.each([
    [0, 'ok', 'agrees'],
    [60, 'ok', '60 seconds from'],
    [-60, 'ok', '60 seconds from'],
    [61, 'warning', '61 s ahead of'],
    [-61, 'warning', '61 s behind'],
  ])('that is %d s off is %s', (seconds, status, says) => {
    expect(judge(seconds)).toMatchObject({ status, says: expect.stringContaining(says) });
  });

  test('that nobody has told is not checked', () => {
    expect(judgeClock(undefined).status).toBe('notChecked');
  });
});

test('Node has to be new enough', () => {
  expect(judgeNode('v24.1.0').status).toBe('ok');
  expect(judgeNode('v22.20.0')).toMatchObject({ status: 'wrong', says: expect.stringContaining('v22.20.0') });
});
