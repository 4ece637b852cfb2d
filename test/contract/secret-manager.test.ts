import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GoogleAuth, PassThroughClient } from 'google-auth-library';
import { crc32c } from '../../shared/adapters/secrets/crc32c.ts';
import { failureOf } from '../support/secret-manager/failureOf.ts';
import { newSecrets } from '../support/secret-manager/newSecrets.ts';
import {
  ACCESS_TOKEN,
  type SecretManagerServer,
  startSecretManager,
} from '../support/secret-manager/secretManagerServer.ts';

const MINUTE = 60_000;

let server: SecretManagerServer;
beforeAll(async () => {
  server = await startSecretManager();
});
afterAll(() => server.close());

const newSecret = (...values: string[]) => server.newSecret(...values);

test.each([
  ['', 0],
  ['a\n', 163_439_259],
  ['123456789', 0xe3069283],
])('the checksum of %j is the published one', (text, checksum) => {
  expect(crc32c(Buffer.from(text))).toBe(checksum);
});

describe('a configured secret', () => {
  test('that is no version name is the secret itself', async () => {
    const { secrets } = newSecrets(server);
    expect(await secrets.readSecret('from-the-environment')).toBe('from-the-environment');
  });

  test('is read by its version, and `latest` is the newest one', async () => {
    const secret = newSecret('one', 'two');
    const { secrets } = newSecrets(server);
    expect(await secrets.readSecret(`${secret}/versions/1`)).toBe('one');
    expect(await secrets.readSecret(`${secret}/versions/latest`)).toBe('two');
  });

  test('loses the line break that an editor left at its end, and nothing else', async () => {
    const secret = newSecret(' ü\n☃ \n');
    expect(await newSecrets(server).secrets.readSecret(`${secret}/versions/1`)).toBe(' ü\n☃ ');
  });

  test.each(['projects/p/secrets/s', 'projects/p/secrets/s/versions/', 'projects/p/secrets/s/versions/1/x'])(
    'that is a version name cut short, %s, is not taken for the secret itself',
    async (configured) => {
      await expect(newSecrets(server).secrets.readSecret(configured)).rejects.toThrow(/versions\/latest/);
    },
  );
});

describe('a secret that cannot be read', () => {
  test('for lack of the role says which role, on which secret, for whom', async () => {
    const secret = newSecret('x');
    server.deny(secret);
    const { secrets } = newSecrets(server);
    const failure = await failureOf(secrets.readSecret(`${secret}/versions/latest`));
    expect(failure).toMatchObject({
      failure: 'permissionDenied',
      code: 'unavailable',
      retryable: true,
      operation: 'secretManager.accessSecretVersion',
      secret: `${secret}/versions/latest`,
    });
    expect(failure.message).toContain(
      `grant roles/secretmanager.secretAccessor on secret ${secret.split('/')[3]} to the function's service account`,
    );
    expect(server.accessesOf(secret)).toBe(1);

    server.grant(secret);
    expect(await secrets.readSecret(`${secret}/versions/latest`)).toBe('x');
  });

  test('because the API is off says so, and not that a role is missing', async () => {
    const secret = newSecret('x');
    const project = secret.split('/')[1] ?? '';
    server.disableApi(project);
    const failure = await failureOf(newSecrets(server).secrets.readSecret(`${secret}/versions/1`));
    expect(failure).toMatchObject({ failure: 'apiDisabled' });
    expect(failure.message).toContain(`enable secretmanager.googleapis.com in project ${project}`);
  });

  test('because it or its version does not exist says which', async () => {
    for (const name of [`${newSecret()}/versions/latest`, `${newSecret('x')}/versions/2`]) {
      const failure = await failureOf(newSecrets(server).secrets.readSecret(name));
      expect(failure).toMatchObject({ failure: 'notFound', secret: name });
      expect(failure.message).toContain(name);
    }
  });

  test.each(['DISABLED', 'DESTROYED'] as const)(
    'because `latest` is %s does not fall back to an older one',
    async (state) => {
      const secret = newSecret('one', 'two');
      server.setState(secret, 2, state);
      const { secrets } = newSecrets(server);
      const failure = await failureOf(secrets.readSecret(`${secret}/versions/latest`));
      expect(failure).toMatchObject({ failure: 'notEnabled' });
      expect(await secrets.readSecret(`${secret}/versions/1`)).toBe('one');
    },
  );

  test('for lack of credentials says how to sign in', async () => {
    const secret = newSecret('x');
    const unsigned = newSecrets(server, { client: { authClient: new PassThroughClient() } });
    const failure = await failureOf(unsigned.secrets.readSecret(`${secret}/versions/1`));
    expect(failure).toMatchObject({ failure: 'unauthenticated' });
    expect(failure.message).toContain('service account');
    expect(server.accessesOf(secret)).toBe(1);
  });

  test('because signing in failed is read by the next who asks, once signing in works', async () => {
    const secret = newSecret('x');
    class Auth extends GoogleAuth {
      failing = true;
      override getClient() {
        if (this.failing) throw new Error('Could not load the default credentials.');
        return super.getClient();
      }
    }
    const auth = new Auth({ authClient: server.clientOptions.authClient });
    const { secrets } = newSecrets(server, { client: { auth } });
    const failure = await failureOf(secrets.readSecret(`${secret}/versions/1`));
    expect(failure).toMatchObject({ failure: 'unauthenticated' });
    expect(server.accessesOf(secret)).toBe(0);
    auth.failing = false;
    expect(await secrets.readSecret(`${secret}/versions/1`)).toBe('x');
  });

  test('shows no access token to whoever prints the failure', async () => {
    const secret = newSecret('x');
    server.deny(secret);
    const failure = await failureOf(newSecrets(server).secrets.readSecret(`${secret}/versions/1`));
    expect(inspect(failure, { depth: 12, showHidden: true })).not.toContain(ACCESS_TOKEN);
  });
});

describe('a payload', () => {
  test('that was corrupted on its way is asked for once more', async () => {
    const secret = newSecret('intact');
    server.failNext(secret, 'corrupt');
    expect(await newSecrets(server).secrets.readSecret(`${secret}/versions/1`)).toBe('intact');
    expect(server.accessesOf(secret)).toBe(2);
  });

  test('that is corrupted again is never used', async () => {
    const secret = newSecret('intact');
    server.failNext(secret, 'corrupt', 'corrupt');
    const { secrets } = newSecrets(server);
    const failure = await failureOf(secrets.readSecret(`${secret}/versions/1`));
    expect(failure).toMatchObject({ failure: 'corrupted' });
    expect(await secrets.readSecret(`${secret}/versions/1`)).toBe('intact');
  });

  test('without a checksum, as some old secrets are, is used', async () => {
    const secret = newSecret('old');
    server.failNext(secret, 'no-checksum');
    expect(await newSecrets(server).secrets.readSecret(`${secret}/versions/1`)).toBe('old');
  });

  test.each(['', '\n'])('that is empty (%j) is a failure', async (value) => {
    const secret = newSecret(value);
    const failure = await failureOf(newSecrets(server).secrets.readSecret(`${secret}/versions/1`));
    expect(failure).toMatchObject({ failure: 'corrupted' });
  });
});

describe('reading a secret again', () => {
  test('costs no call until it has aged, and one call after', async () => {
    const secret = newSecret('one');
    const { secrets, pass } = newSecrets(server);
    const read = () => secrets.readSecret(`${secret}/versions/latest`);
    await read();
    server.add(secret, 'two');
    pass(5 * MINUTE - 1);
    expect([await read(), server.accessesOf(secret)]).toEqual(['one', 1]);
    pass(1);
    expect([await read(), server.accessesOf(secret)]).toEqual(['two', 2]);
  });

  test('many times at once is one call, however slow it is', async () => {
    const secret = newSecret('shared');
    const { secrets } = newSecrets(server);
    const release = server.hold();
    const early = Array.from({ length: 25 }, () => secrets.readSecret(`${secret}/versions/1`));
    await server.arrivals(secret, 1);
    const late = Array.from({ length: 25 }, () => secrets.readSecret(`${secret}/versions/1`));
    release();
    expect(new Set(await Promise.all([...early, ...late]))).toEqual(new Set(['shared']));
    expect(server.accessesOf(secret)).toBe(1);
  });

  test('after a failure asks anew, and those who waited together failed together', async () => {
    const secret = newSecret();
    const { secrets } = newSecrets(server);
    const reads = [1, 2, 3].map(() => failureOf(secrets.readSecret(`${secret}/versions/1`)));
    for (const failure of await Promise.all(reads)) expect(failure).toMatchObject({ failure: 'notFound' });
    expect(server.accessesOf(secret)).toBe(1);
    server.add(secret, 'made meanwhile');
    expect(await secrets.readSecret(`${secret}/versions/1`)).toBe('made meanwhile');
  });

  test.each([429, 500, 503] as const)('happens by itself after %i', async (status) => {
    const secret = newSecret('x');
    server.failNext(secret, status, status);
    expect(await newSecrets(server).secrets.readSecret(`${secret}/versions/1`)).toBe('x');
    expect(server.accessesOf(secret)).toBe(3);
  });

  test('gives up on a server that never answers', async () => {
    const secret = newSecret('x');
    const { secrets } = newSecrets(server, { attemptMs: 50, totalMs: 200 });
    const release = server.hold();
    const failure = await failureOf(secrets.readSecret(`${secret}/versions/1`));
    release();
    expect(failure).toMatchObject({ failure: 'unavailable', retryable: true });
  });

  test('in an outage uses the value on, with a warning, and asks again a minute later', async () => {
    const secret = newSecret('one');
    const { secrets, pass, logged } = newSecrets(server, { attemptMs: 100, totalMs: 100 });
    const read = () => secrets.readSecret(`${secret}/versions/latest`);
    await read();
    server.setDown(secret);
    pass(5 * MINUTE);
    expect(await read()).toBe('one');
    expect(logged).toEqual(['secretStale']);
    const asked = server.accessesOf(secret);
    expect([await read(), server.accessesOf(secret)]).toEqual(['one', asked]);

    server.setUp(secret);
    server.add(secret, 'two');
    pass(MINUTE);
    expect(await read()).toBe('two');
  });

  test('does not use a value on that was taken away from us', async () => {
    const secret = newSecret('one');
    const { secrets, pass } = newSecrets(server);
    await secrets.readSecret(`${secret}/versions/latest`);
    server.deny(secret);
    pass(5 * MINUTE);
    const failure = await failureOf(secrets.readSecret(`${secret}/versions/latest`));
    expect(failure).toMatchObject({ failure: 'permissionDenied' });
  });
});
