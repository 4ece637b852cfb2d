import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { OAuth2Client } from 'google-auth-library';
import { crc32c } from '../../../shared/adapters/secrets/crc32c.ts';
import { answers, type Fault } from './answers.ts';

type State = 'ENABLED' | 'DISABLED' | 'DESTROYED';

interface Version {
  readonly value: Buffer;
  state: State;
}

/** Secret Manager's `versions:access` over REST, with Google's error bodies, on a port of its own. */
export async function startSecretManager() {
  const secrets = new Map<string, Version[]>();
  const denied = new Set<string>();
  const withoutApi = new Set<string>();
  const faults = new Map<string, Fault[]>();
  const down = new Set<string>();
  const accesses: string[] = [];
  let gate: Promise<void> = Promise.resolve();
  let arrived = () => {};

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    accesses.push(path);
    arrived();
    await gate;
    const { status, body } = respond(path, request.headers.authorization);
    response
      .writeHead(status, { 'content-type': 'application/json; charset=UTF-8' })
      .end(JSON.stringify(body));
  }

  function respond(path: string, authorization: string | undefined) {
    if (authorization !== `Bearer ${ACCESS_TOKEN}`) return answers.unauthenticated();
    const [, secret, wanted] =
      /^\/v1\/(projects\/[^/]+\/secrets\/[^/]+)\/versions\/([^/]+):access$/.exec(path) ?? [];
    if (secret === undefined || wanted === undefined) return answers.unknownPath(path);
    const fault = down.has(secret) ? 503 : faults.get(secret)?.shift();
    if (typeof fault === 'number') return answers.trouble(fault);
    const project = secret.split('/')[1] ?? '';
    if (withoutApi.has(project)) return answers.serviceDisabled(project);
    if (denied.has(secret)) return answers.denied(`${secret}/versions/${wanted}`);
    const versions = secrets.get(secret);
    if (versions === undefined) return answers.noSecret(secret);
    const number = wanted === 'latest' ? versions.length : Number(wanted);
    const version = versions[number - 1];
    const name = `${secret}/versions/${number}`;
    if (version === undefined) return answers.noVersion(name);
    if (version.state !== 'ENABLED') return answers.notEnabled(name, version.state);
    return answers.payload(name, version.value, crc32c(version.value), fault);
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');

  return {
    /** For the official client's constructor. */
    clientOptions: { apiEndpoint: '127.0.0.1', port: address.port, protocol: 'http', authClient: signedIn() },
    /** How often a version of this secret was asked for. */
    accessesOf: (secret: string): number => accesses.filter((path) => path.includes(`/${secret}/`)).length,
    /** Makes a secret of a random name with these versions, and returns its name. */
    newSecret(...values: string[]): string {
      const random = () => randomBytes(4).toString('hex');
      const secret = `projects/p-${random()}/secrets/s-${random()}`;
      for (const value of values) this.add(secret, value);
      return secret;
    },
    add(secret: string, value: string): void {
      const versions = secrets.get(secret) ?? [];
      secrets.set(secret, [...versions, { value: Buffer.from(value), state: 'ENABLED' }]);
    },
    setState(secret: string, number: number, state: State): void {
      const version = secrets.get(secret)?.[number - 1];
      if (version === undefined) throw new Error(`no version ${number} of ${secret}`);
      version.state = state;
    },
    deny: (secret: string) => void denied.add(secret),
    grant: (secret: string) => void denied.delete(secret),
    disableApi: (project: string) => void withoutApi.add(project),
    /** The next answers about this secret go wrong, one each. */
    failNext: (secret: string, ...next: Fault[]) => void faults.set(secret, next),
    /** No answer about this secret but 503, until it is up again. */
    setDown: (secret: string) => void down.add(secret),
    setUp: (secret: string) => void down.delete(secret),
    /** Keeps answers back until the returned function is called. */
    hold(): () => void {
      const held = Promise.withResolvers<void>();
      gate = held.promise;
      return held.resolve;
    },
    /** Resolves once a version of this secret has been asked for `count` times. */
    async arrivals(secret: string, count: number): Promise<void> {
      while (this.accessesOf(secret) < count) {
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type SecretManagerServer = Awaited<ReturnType<typeof startSecretManager>>;

export const ACCESS_TOKEN = 'ya29.a-service-account-of-the-test';

/** The function's service account, as far as the client can see. */
function signedIn(): OAuth2Client {
  const client = new OAuth2Client();
  client.setCredentials({ access_token: ACCESS_TOKEN, expiry_date: Date.now() + 3_600_000 });
  return client;
}
