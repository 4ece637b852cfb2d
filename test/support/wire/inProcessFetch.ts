import { type Answer, bodyOf, contentTypeOf, type Request } from './httpExchange.ts';

/**
 * A `fetch` that asks the simulator without a socket, for tests of thousands of calls. What a connection can do wrong
 * looks the same: it is cut, or nothing ever comes until the caller gives up.
 */
export function inProcessFetch(answer: (request: Request) => Promise<Answer>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const body = Buffer.from(await request.arrayBuffer());
    const { method: verb, headers, signal } = request;
    const answered = await orAborted(
      answer({ verb, url: new URL(request.url), headers: Object.fromEntries(headers), body }),
      signal,
    );
    if (answered === 'hang') return orAborted(new Promise<never>(() => undefined), signal);
    if (answered === 'close' || answered.cut) throw new TypeError('fetch failed', { cause: reset() });
    return new Response(bodyOf(answered) ?? null, {
      status: answered.status,
      headers: { 'content-type': contentTypeOf(answered), ...answered.headers },
    });
  };
}

const reset = () => Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });

async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const giveUp = () => aborted.reject(signal.reason);
  if (signal.aborted) giveUp();
  signal.addEventListener('abort', giveUp);
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
