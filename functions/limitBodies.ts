import type { IncomingMessage } from 'node:http';
import { bodyLimit } from './bodyLimit.ts';
import { functionTarget } from './config.ts';
import { onRequest } from './onRequest.ts';
import { FUNCTIONS } from './registry.ts';
import { routeOf } from './route.ts';

/** Answered by the framework with 413. */
class BodyTooBig extends Error {
  override readonly name = 'BodyTooBig';
  readonly status = 413;
}

/** In the cloud an instance serves one function, under whichever address; locally the address tells which. */
const target = FUNCTIONS.find((name) => name === functionTarget());

onRequest((request) => {
  const name = target ?? routeOf(request.url ?? '/')?.name;
  limitBody(request, bodyLimit(name ?? 'sendMessage'));
});

/** Counts what arrives, whatever the headers say; what is too much is read to its end, and not kept. */
function limitBody(request: IncomingMessage, limit: number): void {
  let bytes = 0;
  const push = request.push.bind(request);
  request.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (!Buffer.isBuffer(chunk)) return push(chunk, encoding);
    const wasWithin = bytes <= limit;
    bytes += chunk.length;
    if (bytes <= limit) return push(chunk, encoding);
    // Nobody who reads the body: nothing to be told.
    if (wasWithin && request.listenerCount('error') > 0)
      request.emit('error', new BodyTooBig('The body is too big'));
    return true;
  };
}
