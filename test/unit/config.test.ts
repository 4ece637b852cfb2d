import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { InvalidConfig, readConfig, surveyConfig } from '../../functions/config.ts';
import { aKeyring } from '../support/stack/environment.ts';

const complete = {
  GOOGLE_CLOUD_PROJECT: 'demo-project',
  GOOGLE_CLIENT_ID: 'client',
  GOOGLE_CLIENT_SECRET: 'secret',
  TOKEN_KEYRING: aKeyring(),
  CRON_SECRET: 'sixteen-characters',
};

describe('the configuration', () => {
  test('has defaults for what is optional', () => {
    expect(readConfig(complete)).toMatchObject({
      PORT: 8080,
      INITIAL_SYNC_LIMIT: 50,
      GMAIL_TOPIC: undefined,
      ENFORCE_APP_CHECK: false,
    });
  });

  test('enforces App Check where it is told to', () => {
    expect(readConfig({ ...complete, ENFORCE_APP_CHECK: 'true' }).ENFORCE_APP_CHECK).toBe(true);
    expect(readConfig({ ...complete, ENFORCE_APP_CHECK: 'false' }).ENFORCE_APP_CHECK).toBe(false);
  });

  test.each(Object.keys(complete))('names %s when it is missing or empty', (name) => {
    expect(() => readConfig({ ...complete, [name]: undefined })).toThrow(`Configuration: ${name} is missing`);
    expect(() => readConfig({ ...complete, [name]: '' })).toThrow(`Configuration: ${name} is missing`);
  });

  test.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['INITIAL_SYNC_LIMIT', '-1'],
    ['INITIAL_SYNC_LIMIT', '1.5'],
    ['APP_BASE_URL', 'estio.co'],
    ['NEXT_PUBLIC_APP_URL', 'javascript:alert(1)'],
    ['GMAIL_API_URL', 'localhost:8080'],
    ['GMAIL_TOPIC', 'not a topic'],
    ['CRON_SECRET', 'short'],
    ['TOKEN_KEYRING', '{"current":"k1","keys":{}}'],
    ['TOKEN_KEYRING', 'projects/p/secrets/keyring'],
    ['ALLOWED_ORIGINS', 'https://a.example, b'],
    ['ENFORCE_APP_CHECK', 'yes'],
    ['ENFORCE_APP_CHECK', 'True'],
  ])('names %s when it is %j', (name, value) => {
    expect(() => readConfig({ ...complete, [name]: value })).toThrow(
      new RegExp(`^Configuration: ${name} [^\\n]+$`),
    );
  });

  test('names everything that is wrong in one line, and no value', () => {
    const error = catchError(() => readConfig({ GOOGLE_CLIENT_SECRET: 'hush', CRON_SECRET: 'hush' }));
    expect(error).toBeInstanceOf(InvalidConfig);
    expect(String(error)).toMatch(/GOOGLE_CLOUD_PROJECT .*GOOGLE_CLIENT_ID .*TOKEN_KEYRING .*CRON_SECRET /);
    expect(String(error)).not.toMatch(/hush|\n/);
  });

  test('takes the app at GHL as a whole, or none', () => {
    const app = { GHL_CLIENT_ID: 'app', GHL_CLIENT_SECRET: 'hush' };
    expect(readConfig({ ...complete, ...app })).toMatchObject(app);
    expect(() => readConfig({ ...complete, GHL_CLIENT_ID: 'app' })).toThrow('GHL_CLIENT_SECRET is missing');
    expect(() => readConfig({ ...complete, GHL_CLIENT_SECRET: 'hush' })).toThrow('GHL_CLIENT_ID is missing');
  });

  test('takes another key for the webhooks of GHL than its own, and nothing that is none', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString().replaceAll('\n', '\\n');
    const { GHL_WEBHOOK_PUBLIC_KEY: own } = readConfig(complete);
    const { GHL_WEBHOOK_PUBLIC_KEY: other } = readConfig({ ...complete, GHL_WEBHOOK_PUBLIC_KEY: pem });
    expect([own.asymmetricKeyType, own.equals(publicKey)]).toEqual(['ed25519', false]);
    expect(other.equals(publicKey)).toBe(true);
    expect(() => readConfig({ ...complete, GHL_WEBHOOK_PUBLIC_KEY: 'hush' })).toThrow(
      'GHL_WEBHOOK_PUBLIC_KEY is not an Ed25519 public key',
    );
  });

  test("accepts the guide's name of the project", () => {
    const { GOOGLE_CLOUD_PROJECT: _, ...others } = complete;
    expect(readConfig({ ...others, GOOGLE_CLOUD_PROJECT_ID: 'estio-crm' }).GOOGLE_CLOUD_PROJECT).toBe(
      'estio-crm',
    );
  });

  test('completes the name of a topic', () => {
    expect(readConfig({ ...complete, GMAIL_TOPIC: 'gmail-sync' }).GMAIL_TOPIC).toBe(
      'projects/demo-project/topics/gmail-sync',
    );
    const full = 'projects/other/topics/mail';
    expect(readConfig({ ...complete, GMAIL_TOPIC: full }).GMAIL_TOPIC).toBe(full);
  });
});

describe('a survey of the configuration', () => {
  test('lists what is wrong, a variable each, and tells what is right', () => {
    const emulators = { FIRESTORE_EMULATOR_HOST: '127.0.0.1:1', PUBSUB_EMULATOR_HOST: '' };
    const broken = { CRON_SECRET: 'short', PORT: 'eighty', GHL_CLIENT_ID: 'app', GMAIL_TOPIC: 'gmail-sync' };
    const survey = surveyConfig({ ...complete, ...broken, ...emulators });
    expect(survey.problems.map(({ variable }) => variable)).toEqual([
      'CRON_SECRET',
      'PORT',
      'GHL_CLIENT_SECRET',
    ]);
    expect(survey.told).toMatchObject({
      GOOGLE_CLOUD_PROJECT: 'demo-project',
      TOKEN_KEYRING: complete.TOKEN_KEYRING,
      GMAIL_TOPIC: 'projects/demo-project/topics/gmail-sync',
    });
    expect(survey.told.CRON_SECRET).toBeUndefined();
    expect(survey.emulators).toEqual({ firestore: '127.0.0.1:1', pubsub: undefined });
  });

  test('of one that is right has no problems, and of none has all', () => {
    expect(surveyConfig(complete).problems).toEqual([]);
    expect(surveyConfig({}).problems.map(({ variable }) => variable)).toEqual(Object.keys(complete));
  });
});

function catchError(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}
