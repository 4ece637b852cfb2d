import {
  request as ask,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream/promises';

/** They are between two neighbours, and Node writes its own. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te', 'trailer'];

/** Where a request goes on to. */
export interface Upstream {
  /** `127.0.0.1:8080` */
  readonly host: string;
  /** With its search. */
  readonly path: string;
}

/**
 * Passes the request on and the answer back, each piece as it comes: Firestore's listeners are answers that do not end.
 * Whichever side goes away, the other is told.
 */
export async function forward(
  incoming: IncomingMessage,
  response: ServerResponse,
  { host, path }: Upstream,
): Promise<void> {
  const upstream = ask(`http://${host}`, {
    // A connection that is kept may be closed by the other side as it is used again.
    agent: false,
    method: incoming.method,
    path,
    headers: { ...endToEnd(incoming.headers), host, 'x-forwarded-host': incoming.headers.host ?? '' },
  });
  response.once('close', () => upstream.destroy());
  upstream.once('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
    response.flushHeaders();
    pipeline(answer, response).catch(() => response.destroy());
  });
  upstream.once('error', (error) => {
    if (response.headersSent || response.destroyed) response.destroy();
    else response.writeHead(502, { 'content-type': 'text/plain' }).end(`${host}: ${error.message}\n`);
  });
  await pipeline(incoming, upstream).catch(() => upstream.destroy());
}

const endToEnd = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
