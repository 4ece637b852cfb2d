import { once } from 'node:events';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { freePort } from '../emulators/ports.ts';
import { forward, type Upstream } from './forward.ts';
import { functionRewrites, type HostingConfig, readHostingConfig } from './hostingConfig.ts';
import { staticFiles } from './staticFiles.ts';

/** Somebody whom the app signs in by one click, where it runs on emulators. */
export interface DemoAgent {
  readonly uid: string;
  readonly name: string;
  readonly email: string;
}

export interface HostingOptions {
  /** A free one unless told. */
  readonly port?: number;
  readonly functionsUrl: string;
  /** `127.0.0.1:9099`, of the Auth emulator; the Firestore emulator's likewise. */
  readonly authHost: string;
  readonly firestoreHost: string;
  readonly projectId: string;
  readonly demoAgents?: readonly DemoAgent[];
  /** With the built app; `dist/web` unless told. */
  readonly folder?: string;
}

export interface Hosting {
  /** The one origin of everything that the app talks to. */
  readonly url: string;
  stop(): Promise<void>;
}

const ROOT = resolve(import.meta.dirname, '../../..');

const AUTH = /^\/(identitytoolkit|securetoken)\.googleapis\.com\/|^\/emulator\//;
const FIRESTORE = /^\/google\.firestore\.v1\.Firestore\/|^\/v1\/projects\//;

/**
 * What Firebase Hosting is in the cloud: the app's files with the headers of firebase.json, the functions at the addresses
 * that it rewrites, and the app's configuration. The emulators are at the same origin, so that nothing that the app does
 * here needs more leave of its Content-Security-Policy than there.
 */
export async function startHosting(options: HostingOptions): Promise<Hosting> {
  const { port = await freePort(), folder = join(ROOT, 'dist/web') } = options;
  const config = readHostingConfig();
  const url = `http://localhost:${port}`;
  const serveFile = staticFiles(config, folder);
  const upstreamOf = upstreams(config, options);
  const configuration = JSON.stringify(appConfiguration(options, url));
  const server = createServer((request, response) => {
    const { pathname, search } = URL.parse(request.url ?? '/', url) ?? new URL('/', url);
    const upstream = upstreamOf(pathname, search);
    if (upstream) void forward(request, response, upstream);
    else if (pathname === '/__/firebase/init.json')
      response
        .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end(configuration);
    else serveFile(request, response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** `emulators` is what the app knows by that it does not run in the cloud. */
const appConfiguration = ({ projectId, demoAgents = [] }: HostingOptions, url: string) => ({
  projectId,
  apiKey: 'local',
  authDomain: new URL(url).host,
  appId: 'local',
  emulators: true,
  demoAgents,
});

function upstreams(config: HostingConfig, { functionsUrl, authHost, firestoreHost }: HostingOptions) {
  const functions = functionRewrites(config);
  const { host: functionsHost } = new URL(functionsUrl);
  return (pathname: string, search: string): Upstream | undefined => {
    const name = functions.get(pathname);
    if (name) return { host: functionsHost, path: `/${name}${search}` };
    if (AUTH.test(pathname)) return { host: authHost, path: pathname + search };
    if (FIRESTORE.test(pathname)) return { host: firestoreHost, path: pathname + search };
    return undefined;
  };
}
