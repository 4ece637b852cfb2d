import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { OAuth2Client } from 'google-auth-library';
import { z } from 'zod';
import { crc32c } from '../../../shared/adapters/secrets/crc32c.ts';
import { answers, type Fault } from './answers.ts';

type State = 'ENABLED' | 'DISABLED' | 'DESTROYED';

interface Version {
  readonly value: Buffer;
  state: State;
  createdAt: Date;
}

const PAGE = 2;

const AddBody = z.object({
  payload: z.object({
    data: z.base64().transform((data) => Buffer.from(data, 'base64')),
    dataCrc32c: z.coerce.number(),
  }),
});

interface Asked {
  readonly method: string | undefined;
  readonly path: string;
  readonly pageToken: number;
  readonly body: string;
}

/**
 * Secret Manager's versions over REST: access, list, add and disable, with Google's error bodies, on a port of its own.
 * `anonymous`: it serves whoever asks, as an emulator does. `now`: when versions are made.
 */
export async function startSecretManager({
  anonymous = false,
  now = () => new Date(),
}: {
  anonymous?: boolean;
  now?: () => Date;
} = {}) {
  const secrets = new Map<string, Version[]>();
  const denied = new Set<string>();
  const withoutApi = new Set<string>();
  const faults = new Map<string, Fault[]>();
  const down = new Set<string>();
  const accesses: string[] = [];
  let gate: Promise<void> = Promise.resolve();
  let arrived = () => {};
  let beforeAdd = async (_secret: string): Promise<void> => {};
  const lagging = new Set<string>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const sent = await text(request);
    accesses.push(path);
    arrived();
    await gate;
    const [, adding] = ADD.exec(path) ?? [];
    if (adding !== undefined) await beforeAdd(adding);
    const pageToken = Number(searchParams.get('pageToken') ?? 0);
    const asked = { method: request.method, path, pageToken, body: sent };
    const isKnown = anonymous || request.headers.authorization === `Bearer ${ACCESS_TOKEN}`;
    const { status, body } = isKnown ? respond(asked) : answers.unauthenticated();
    response
      .writeHead(status, { 'content-type': 'application/json; charset=UTF-8' })
      .end(JSON.stringify(body));
  }

  function respond(asked: Asked) {
    const { method, path, pageToken, body } = asked;
    const [, secret, version, verb] = ROUTES.map((route) => route.exec(path)).find((found) => found) ?? [];
    if (secret === undefined) return answers.unknownPath(path);
    const fault = down.has(secret) ? 503 : faults.get(secret)?.shift();
    if (typeof fault === 'number') return answers.trouble(fault);
    const project = secret.split('/')[1] ?? '';
    if (withoutApi.has(project)) return answers.serviceDisabled(project);
    if (denied.has(secret)) return answers.denied(`${secret}/versions/${version ?? ''}`);
    const versions = secrets.get(secret);
    if (versions === undefined) return answers.noSecret(secret);
    if (version === undefined) {
      return method === 'POST' ? add(secret, versions, body) : list(secret, versions, pageToken);
    }
    const number = version === 'latest' ? versions.length : Number(version);
    const found = versions[number - 1];
    // Google's own answers name the project by its number.
    const name = `${secret}/versions/${number}`.replace(/^projects\/[^/]+/, 'projects/123456789');
    if (found === undefined) return answers.noVersion(name);
    if (verb === 'disable') {
      if (found.state === 'DESTROYED') return answers.notEnabled(name, found.state);
      found.state = 'DISABLED';
      return answers.version(name, found);
    }
    if (found.state !== 'ENABLED') return answers.notEnabled(name, found.state);
    return answers.payload(name, found.value, crc32c(found.value), fault);
  }

  function add(secret: string, versions: Version[], body: string) {
    const { data, dataCrc32c } = AddBody.parse(JSON.parse(body)).payload;
    if (dataCrc32c !== crc32c(data)) return answers.corrupted();
    const version: Version = { value: data, state: 'ENABLED', createdAt: now() };
    versions.push(version);
    return answers.version(`${secret}/versions/${versions.length}`, version);
  }

  /** Newest first, as Secret Manager lists them. */
  function list(secret: string, versions: readonly Version[], from: number) {
    const known = lagging.has(secret) ? versions.slice(0, -1) : versions;
    const all = known.map((version, at) => [`${secret}/versions/${at + 1}`, version] as const).toReversed();
    const end = from + PAGE;
    return answers.list(all.slice(from, end), all.length, end < all.length ? String(end) : '');
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');

  return {
    /** Where it is, for whom it serves anonymously. */
    url: `http://127.0.0.1:${address.port}`,
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
      versions.push({ value: Buffer.from(value), state: 'ENABLED', createdAt: now() });
      secrets.set(secret, versions);
    },
    /** The values of all versions, the oldest first, and whether they can be read. */
    versionsOf: (secret: string): readonly { value: string; state: State }[] =>
      (secrets.get(secret) ?? []).map(({ value, state }) => ({ value: value.toString(), state })),
    /** All versions were made so much earlier. */
    age(secret: string, milliseconds: number): void {
      for (const version of secrets.get(secret) ?? [])
        version.createdAt = new Date(version.createdAt.getTime() - milliseconds);
    },
    /** What happens while a version is on its way here. */
    beforeAdd(hook: (secret: string) => Promise<void>): void {
      beforeAdd = hook;
    },
    /** Lists lack the newest version, until told otherwise. */
    lag: (secret: string, lags: boolean) => void (lags ? lagging.add(secret) : lagging.delete(secret)),
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

const ADD = /^\/v1\/(projects\/[^/]+\/secrets\/[^/]+):addVersion$/;
const ROUTES = [
  /^\/v1\/(projects\/[^/]+\/secrets\/[^/]+)\/versions\/([^/]+):(access|disable)$/,
  ADD,
  /^\/v1\/(projects\/[^/]+\/secrets\/[^/]+)\/versions$/,
];

export type SecretManagerServer = Awaited<ReturnType<typeof startSecretManager>>;

export const ACCESS_TOKEN = 'ya29.a-service-account-of-the-test';

/** The function's service account, as far as the client can see. */
function signedIn(): OAuth2Client {
  const client = new OAuth2Client();
  client.setCredentials({ access_token: ACCESS_TOKEN, expiry_date: Date.now() + 3_600_000 });
  return client;
}
