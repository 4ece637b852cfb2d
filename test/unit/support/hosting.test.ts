import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ALIASES } from '../../../functions/registry.ts';
import { CALLABLES } from '../../../shared/domain/callables/callables.ts';
import { type Hosting, startHosting } from '../../support/hosting/startHosting.ts';

const DEMO_AGENTS = [{ uid: 'u1', name: 'Olivia Park', email: 'olivia@estio.example' }];

let folder: string;
let hosting: Hosting;
let upstreams: Server[] = [];
/** What the server behind answers; it tells each request's target, and who it was. */
let answer: RequestListener;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hosting-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), 'the app');
  await writeFile(join(folder, '404.html'), 'nothing');
  await writeFile(join(folder, 'assets/main-1.js'), 'the script');
  answer = (_, response) => response.end();
  const [functionsHost, authHost, firestoreHost] = await Promise.all(
    ['functions', 'auth', 'firestore'].map(startUpstream),
  );
  hosting = await startHosting({
    functionsUrl: `http://${functionsHost}`,
    authHost: authHost ?? '',
    firestoreHost: firestoreHost ?? '',
    projectId: 'demo-x',
    demoAgents: DEMO_AGENTS,
    folder,
  });
});
afterEach(async () => {
  await hosting.stop();
  for (const server of upstreams) {
    server.close();
    server.closeAllConnections();
  }
  upstreams = [];
  await rm(folder, { recursive: true });
});

async function startUpstream(name: string): Promise<string> {
  const server = createServer((incoming, response) => {
    response.setHeader('x-served', `${name} ${incoming.method} ${incoming.url}`);
    answer(incoming, response);
  }).listen(0, '127.0.0.1');
  upstreams.push(server);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port');
  return `127.0.0.1:${address.port}`;
}

const servedAt = async (path: string, init?: RequestInit): Promise<string | null> =>
  (await fetch(hosting.url + path, init)).headers.get('x-served');

describe('an address behind the one origin', () => {
  const functions = [
    ...Object.entries(ALIASES),
    ...Object.keys(CALLABLES).map((name) => [`/api/${name}`, name] as const),
  ];

  test.each(functions)('%s is that of %s', async (path, name) => {
    expect(await servedAt(`${path}?a=1&b=%20`, { method: 'POST', body: '{}' })).toBe(
      `functions POST /${name}?a=1&b=%20`,
    );
  });

  test.each([
    ['/identitytoolkit.googleapis.com/v1/accounts:lookup?key=local', 'auth'],
    ['/securetoken.googleapis.com/v1/token?key=local', 'auth'],
    ['/emulator/auth/handler', 'auth'],
    ['/google.firestore.v1.Firestore/Listen/channel?VER=8', 'firestore'],
    ['/v1/projects/demo-x/databases/(default)/documents:batchGet', 'firestore'],
  ])('%s is that of the %s emulator', async (path, name) => {
    expect(await servedAt(path)).toBe(`${name} GET ${path}`);
  });

  test.each(['/api', '/api/', '/api/gmailPush', '/api/sendMessage/more', '/api/constructor'])(
    '%s is nobody’s',
    async (path) => {
      const response = await fetch(hosting.url + path);
      expect(response.headers.get('x-served')).toBeNull();
      expect(await response.text()).not.toBe('the script');
    },
  );
});

describe('what is passed on', () => {
  test('is the whole request, with whom the person asked, and the whole answer, with no header of Hosting’s', async () => {
    let seen: unknown;
    answer = async (incoming, response) => {
      const { host, authorization, 'x-forwarded-host': asked } = incoming.headers;
      seen = { host, authorization, asked, body: await text(incoming) };
      response.writeHead(418, { 'set-cookie': ['a=1', 'b=2'], 'cache-control': 'private' }).end('teapot');
    };
    const response = await fetch(`${hosting.url}/api/sendMessage`, {
      method: 'POST',
      headers: { authorization: 'Bearer t' },
      body: 'x'.repeat(1_000_000),
    });
    expect(response.status).toBe(418);
    expect(await response.text()).toBe('teapot');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('cache-control')).toBe('private');
    expect(response.headers.get('content-security-policy')).toBeNull();
    expect(seen).toEqual({
      host: expect.stringMatching(/^127\.0\.0\.1:/),
      authorization: 'Bearer t',
      asked: new URL(hosting.url).host,
      body: 'x'.repeat(1_000_000),
    });
  });

  test('arrives piece by piece, while the answer goes on', async () => {
    let goOn = () => {};
    answer = (_, response) => {
      response.write('first');
      goOn = () => response.end('second');
    };
    const { body } = await fetch(`${hosting.url}/google.firestore.v1.Firestore/Listen/channel`);
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe('first');
    goOn();
    expect((await reader?.read())?.value).toBe('second');
    expect((await reader?.read())?.done).toBe(true);
  });

  test('ends at the server behind as soon as the browser has gone', async () => {
    const gone = new Promise<void>((resolve) => {
      answer = (_, response) => {
        response.once('close', () => resolve());
        response.write('first');
      };
    });
    const asking = request(`${hosting.url}/google.firestore.v1.Firestore/Listen/channel`).end();
    await once(asking, 'response');
    asking.destroy();
    await gone;
  });

  test('breaks off in the browser where the server behind breaks off', async () => {
    answer = (incoming, response) => {
      response.write('first', () => incoming.socket.destroy());
    };
    const response = await fetch(`${hosting.url}/api/sendMessage`);
    await expect(response.text()).rejects.toThrow();
  });

  test('is a 502 where nothing is behind', async () => {
    for (const server of upstreams) server.close();
    expect((await fetch(`${hosting.url}/api/sendMessage`)).status).toBe(502);
  });
});

describe('what is served from here', () => {
  test('is the app’s configuration, which says that it runs on emulators', async () => {
    const response = await fetch(`${hosting.url}/__/firebase/init.json`);
    expect(await response.json()).toEqual({
      projectId: 'demo-x',
      apiKey: 'local',
      authDomain: new URL(hosting.url).host,
      appId: 'local',
      emulators: true,
      demoAgents: DEMO_AGENTS,
    });
  });

  test.each([
    ['/', 200, 'the app'],
    ['/c/some-conversation', 200, 'the app'],
    ['/assets/main-1.js', 200, 'the script'],
    ['/assets/main-0.js', 404, 'nothing'],
    ['/mail/none.html', 404, 'nothing'],
    ['/%E0%A4%A', 400, 'Bad request\n'],
  ])('at %s is answered with %i', async (path, status, content) => {
    const response = await fetch(hosting.url + path);
    expect([response.status, await response.text()]).toEqual([status, content]);
  });

  const policyAt = async (path: string): Promise<string | null> =>
    (await fetch(hosting.url + path)).headers.get('content-security-policy');

  test.each(['/', '/inbox/some-conversation', '/__', '/assets/main-1.js'])(
    'at %s lets no other site frame it',
    async (path) => {
      expect(await policyAt(path)).toContain("frame-ancestors 'none'");
    },
  );

  test('keeps its hands off Hosting’s own pages for the sign-in, which have scripts and an opener', async () => {
    await mkdir(join(folder, '__/auth'), { recursive: true });
    await writeFile(join(folder, '__/auth/handler.html'), 'Hosting’s own');
    const { status, headers } = await fetch(`${hosting.url}/__/auth/handler.html`);
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toBeNull();
    expect(headers.get('cross-origin-opener-policy')).toBeNull();
  });

  test('does not answer there with the app', async () => {
    const response = await fetch(`${hosting.url}/__/auth/handler`);
    expect([response.status, await response.text()]).toEqual([404, 'nothing']);
  });
});
