import { describe, expect, test } from '@jest/globals';
import { type ConfigFacts, judgeConfig } from '../../../../shared/domain/doctor/judgeConfig.ts';

const URI = 'https://crm.example/api/google/callback';

const right: ConfigFacts = {
  problems: [],
  project: 'estio',
  clientId: '1.apps.googleusercontent.com',
  cronSecret: '8f2b0c4d9e617a35',
  gmailTopic: 'projects/estio/topics/gmail-sync',
  redirects: [{ variable: 'APP_BASE_URL', uri: URI }],
  ghlRedirect: undefined,
  endpoints: [],
  emulators: { firestore: undefined, pubsub: undefined },
};
const local = { firestore: '127.0.0.1:8085', pubsub: '127.0.0.1:8086' };
const judged = (facts: Partial<ConfigFacts>) => judgeConfig({ ...right, ...facts });
const unwell = (facts: Partial<ConfigFacts>) => judged(facts).filter(({ status }) => status !== 'ok');

describe('the configuration', () => {
  test('that is right says which redirect URI Google has to know', () => {
    expect(unwell({})).toEqual([]);
    expect(judged({}).find(({ check }) => check === 'OAuth redirect')?.says).toContain(URI);
    const ghlRedirect = { uri: 'https://crm.example/api/crm/callback' };
    expect(unwell({ ghlRedirect })).toEqual([]);
  });

  test('that is wrong has a finding for each variable', () => {
    const problems = [
      { variable: 'CRON_SECRET', problem: 'is missing: a random secret' },
      { variable: 'PORT', problem: 'is not a whole number' },
      { variable: 'TOKEN_KEYRING', problem: 'The keyring is not valid: it is not JSON' },
    ];
    expect(unwell({ problems, cronSecret: undefined })).toMatchObject([
      { check: 'configuration: CRON_SECRET', status: 'wrong', mend: expect.stringContaining('openssl rand') },
      { check: 'configuration: PORT', status: 'wrong', mend: 'export PORT=…' },
      // What the old one has sealed a new one would not open.
      { check: 'configuration: TOKEN_KEYRING', status: 'wrong', mend: 'export TOKEN_KEYRING=…' },
    ]);
  });

  test.each<[string, Partial<ConfigFacts>, object]>([
    ['no origin at all', { redirects: [] }, { check: 'OAuth redirect', status: 'wrong' }],
    [
      'plain HTTP in the open',
      { redirects: [{ variable: 'APP_BASE_URL', uri: 'http://crm.example/x' }] },
      { check: 'OAuth redirect', status: 'wrong', mend: 'export APP_BASE_URL=https://crm.example' },
    ],
    [
      'the own machine for the cloud',
      { redirects: [{ variable: 'APP_BASE_URL', uri: 'http://localhost:8080/x' }] },
      { check: 'OAuth redirect', status: 'warning' },
    ],
    [
      'GHL without an origin',
      { ghlRedirect: { uri: undefined } },
      { check: 'GHL redirect', status: 'warning' },
    ],
    [
      'GHL over plain HTTP',
      { ghlRedirect: { uri: 'http://crm.example/api/crm/callback' } },
      { check: 'GHL redirect', status: 'wrong' },
    ],
    ['a secret of one letter', { cronSecret: 'a'.repeat(40) }, { check: 'CRON_SECRET', status: 'warning' }],
    [
      'a secret that is a word',
      { cronSecret: 'change-me-please-1' },
      { check: 'CRON_SECRET', status: 'warning' },
    ],
    [
      'a secret of short words',
      { cronSecret: 'blue-horse-battle' },
      { check: 'CRON_SECRET', status: 'warning' },
    ],
    [
      'a secret with a break',
      { cronSecret: '8f2b0c4d9e617a35 1' },
      { check: 'CRON_SECRET', status: 'warning' },
    ],
    [
      'a client that is none of Google’s',
      { clientId: 'x' },
      { check: 'GOOGLE_CLIENT_ID', status: 'warning' },
    ],
    ['no topic', { gmailTopic: undefined }, { check: 'GMAIL_TOPIC', status: 'warning' }],
    [
      'a topic elsewhere',
      { gmailTopic: 'projects/other/topics/gmail-sync' },
      { check: 'GMAIL_TOPIC', status: 'warning' },
    ],
    [
      'endpoints for tests in the cloud',
      { endpoints: ['GMAIL_API_URL', 'GHL_API_URL'] },
      { check: 'endpoints', status: 'warning', mend: 'unset GMAIL_API_URL GHL_API_URL' },
    ],
    [
      'half an emulator',
      { emulators: { firestore: '127.0.0.1:8085', pubsub: undefined } },
      { check: 'emulators', status: 'wrong', says: expect.stringMatching(/^FIRESTORE_.* and PUBSUB_/) },
    ],
    [
      'the other half of an emulator',
      { emulators: { firestore: undefined, pubsub: '127.0.0.1:8086' } },
      { check: 'emulators', status: 'wrong', says: expect.stringMatching(/^PUBSUB_.* and FIRESTORE_/) },
    ],
  ])('with %s is told so', (_, facts, expected) => {
    const found = unwell(facts);
    expect(found).toEqual([expect.objectContaining(expected)]);
    expect(found[0]?.mend).toBeTruthy();
  });

  test('on emulators may be of this machine alone', () => {
    const redirects = [{ variable: 'APP_BASE_URL', uri: 'http://127.0.0.1:8080/x' }];
    expect(unwell({ emulators: local, redirects, endpoints: ['GMAIL_API_URL'], clientId: 'x' })).toEqual([]);
  });

  test('never tells a client id that may be the secret', () => {
    expect(JSON.stringify(judged({ clientId: 'GOCSPX-hush' }))).not.toContain('hush');
  });

  test('never tells the secret that it judges', () => {
    for (const cronSecret of ['change-me-please-1', '8f2b0c4d9e617a35'])
      expect(JSON.stringify(judged({ cronSecret }))).not.toContain(cronSecret);
  });
});
