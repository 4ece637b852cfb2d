import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What Google's redirect brought back. */
export interface Redirect {
  readonly code?: string;
  /** `access_denied` where the person said no. */
  readonly error?: string;
}

export interface RedirectListener extends AsyncDisposable {
  /** To be registered with the OAuth client. */
  readonly redirectUri: string;
  /** The redirect that has this state, or undefined where it does not come in time. Rejects as soon as `signal` says. */
  redirected(wanted: RedirectWanted): Promise<Redirect | undefined>;
}

interface RedirectWanted {
  readonly state: string;
  readonly withinMs: number;
  readonly signal: AbortSignal;
  /** A redirect came that is not of this state: of an earlier consent, or forged. It is not taken. */
  readonly onStranger: () => void;
}

/**
 * Waits on this machine alone for a browser that Google sends back. What the browser is shown is fixed text: nothing of
 * the address that it came with.
 * @throws whatever the system says where the port cannot be had, e.g. `EADDRINUSE`
 */
export async function listenForRedirect(port: number): Promise<RedirectListener> {
  let wanted: (RedirectWanted & { resolve: (redirect: Redirect) => void }) | undefined;
  const server = createServer((request, response) => {
    const redirect = redirectOf(request);
    if (!redirect || !wanted) return answer(response, NOTHING);
    if (redirect.state !== wanted.state) {
      answer(response, STRANGE);
      return wanted.onStranger();
    }
    const { resolve } = wanted;
    const { state: _, ...told } = redirect;
    // Once the browser has its page, or will have none.
    response.once('close', () => resolve(told));
    answer(response, told.code === undefined ? DENIED : ALLOWED);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    redirectUri: `http://localhost:${port}/`,
    async redirected(asked) {
      const { promise, resolve } = Promise.withResolvers<Redirect>();
      wanted = { ...asked, resolve };
      const ended = new AbortController();
      const signal = AbortSignal.any([asked.signal, ended.signal]);
      try {
        return await Promise.race([promise, sleep(asked.withinMs, undefined, { signal })]);
      } finally {
        wanted = undefined;
        ended.abort();
      }
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A browser asks for more than that, such as an icon. */
function redirectOf({ method, url = '' }: IncomingMessage): (Redirect & { state: string }) | undefined {
  const { pathname, searchParams } = URL.parse(url, 'http://localhost') ?? {};
  const state = searchParams?.get('state');
  if (method !== 'GET' || pathname !== '/' || !state) return undefined;
  const [code, error] = [searchParams?.get('code'), searchParams?.get('error')];
  if (error) return { state, error };
  return code ? { state, code } : undefined;
}

interface Page {
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

const ALLOWED: Page = {
  status: 200,
  title: 'Back to the terminal',
  text: 'The import goes on there. You can close this window.',
};
const DENIED: Page = {
  status: 403,
  title: 'Nothing is imported',
  text: 'Google did not give access. The terminal says more. You can close this window.',
};
const STRANGE: Page = {
  status: 400,
  title: 'This is not the import that is waiting',
  text: 'Open the address that the terminal shows now.',
};
const NOTHING: Page = {
  status: 404,
  title: 'Nothing here',
  text: 'Open the address that the terminal shows.',
};

function answer(response: ServerResponse, { status, title, text }: Page): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    // The address that led here has a code and a state in it.
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>\n`,
  );
}
