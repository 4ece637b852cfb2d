import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { OnWireEvent } from '../wireEvent.ts';
import { type Answer, bodyOf, contentTypeOf, type Reply, type Request } from './httpExchange.ts';

export interface Service {
  /** Who speaks on the terminal of a bug. */
  readonly name: string;
  readonly answer: (request: Request) => Promise<Answer>;
  readonly onEvent: OnWireEvent;
  /** How a bug of the simulator is answered. */
  readonly failure: (words: string) => Reply;
  /** Of every answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Listens on 127.0.0.1 and does with the connection what the answer says. */
export async function listen(port: number, service: Service): Promise<Server> {
  const server = createServer((incoming, response) => {
    serve(incoming, response, service).catch((error: unknown) => fail(response, error, service));
  });
  server.keepAliveTimeout = 60_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

export function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The simulator does not listen');
  return `http://127.0.0.1:${address.port}`;
}

export async function shut(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

async function serve(incoming: IncomingMessage, response: ServerResponse, service: Service): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const what = `${incoming.method} ${incoming.url}`;
  await service.onEvent({ side: 'request', what });
  const answered = await service.answer({
    verb: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', 'http://127.0.0.1'),
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  });
  await service.onEvent({ side: 'answer', what });
  if (answered === 'hang') return;
  if (answered === 'close') {
    incoming.socket.destroy();
    return;
  }
  const body = bodyOf(answered);
  response.writeHead(answered.status, {
    ...(body !== undefined && { 'content-type': contentTypeOf(answered) }),
    ...service.headers,
    ...answered.headers,
    ...(answered.cut && { 'content-length': Buffer.byteLength(body ?? '') }),
  });
  if (answered.cut) response.write(body?.slice(0, body.length / 2) ?? '', () => incoming.socket.destroy());
  else response.end(body);
}

/** A bug of the simulator must be seen, by the caller and on the terminal, unless it is only closing. */
function fail(response: ServerResponse, error: unknown, { name, failure }: Service): void {
  if (response.destroyed || (error instanceof Error && error.name === 'AbortError')) {
    response.destroy();
    return;
  }
  console.error(`${name}:`, error);
  const { status, body } = failure(`${name} failed: ${String(error)}`);
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' });
  response.end(JSON.stringify(body));
}
