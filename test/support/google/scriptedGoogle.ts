import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createGmail, type GmailOptions } from '../../../shared/adapters/gmail/createGmail.ts';
import { createGoogleAuth } from '../../../shared/adapters/google/createGoogleAuth.ts';
import type { Gmail } from '../../../shared/ports/gmail.ts';

/** What Google sends back; `hangs` and `breaks` are connections that never answer or are cut. */
export type Reply =
  | { readonly status?: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | 'hangs'
  | 'breaks';

/** Google as a script: each endpoint gives its replies in turn, the last one again and again. */
export interface Script {
  readonly api: readonly Reply[];
  readonly token?: readonly Reply[];
}

interface SeenRequest {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string;
  readonly body: string;
}

/** A server of raw answers, for what neither Gmail's simulator nor an emulator would ever say. */
export class ScriptedGoogle implements AsyncDisposable {
  readonly secrets = {
    clientSecret: `secret-${randomUUID()}`,
    refreshToken: `refresh-${randomUUID()}`,
    accessToken: `access-${randomUUID()}`,
  };
  readonly apiRequests: SeenRequest[] = [];
  readonly tokenRequests: SeenRequest[] = [];
  readonly connections = new Set<string>();
  readonly #script: Required<Script>;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  private constructor(script: Script) {
    this.#script = { token: [this.freshToken()], ...script };
  }

  static async start(script: Script): Promise<ScriptedGoogle> {
    const google = new ScriptedGoogle(script);
    await new Promise<void>((resolve) => google.#server.listen(0, '127.0.0.1', resolve));
    return google;
  }

  get origin(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The server does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Our adapter, without waits between repeats. */
  gmail(options: Partial<GmailOptions> = {}): Gmail {
    const { clientSecret, refreshToken } = this.secrets;
    const tokenUrl = `${this.origin}/token`;
    const auth = createGoogleAuth({ clientId: 'client', clientSecret, refreshToken, tokenUrl });
    return createGmail({ auth, rootUrl: this.origin, random: () => 0, ...options });
  }

  freshToken(): Reply {
    return { body: { access_token: this.secrets.accessToken, expires_in: 3599, token_type: 'Bearer' } };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen = await read(request, this.origin);
    const forToken = seen.url.pathname === '/token' || seen.url.pathname === '/revoke';
    const requests = forToken ? this.tokenRequests : this.apiRequests;
    const replies = forToken ? this.#script.token : this.#script.api;
    this.connections.add(`${request.socket.remotePort}`);
    const reply = replies[Math.min(requests.length, replies.length - 1)];
    requests.push(seen);
    if (reply === 'breaks') request.socket.destroy();
    else if (reply !== 'hangs') send(response, reply ?? {});
  }
}

async function read(request: IncomingMessage, origin: string): Promise<SeenRequest> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { method = '', url = '', headers } = request;
  return { method, url: new URL(url, origin), authorization: headers.authorization ?? '', body };
}

function send(response: ServerResponse, { status = 200, body, headers }: Exclude<Reply, string>): void {
  const json = typeof body !== 'string';
  response.writeHead(status, {
    'content-type': json ? 'application/json; charset=UTF-8' : 'text/html; charset=UTF-8',
    ...headers,
  });
  response.end(json ? JSON.stringify(body) : body);
}
