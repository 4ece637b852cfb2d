import {
  type ClientHttp2Session,
  constants,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { PassThrough } from 'node:stream';
import type { WireEvent } from '../wireEvent.ts';
import type { CallObserver } from './meter.ts';

const OK = '0';

export type MayGoOn = (side: WireEvent['side']) => Promise<void> | undefined;

/**
 * Forwards one gRPC call byte for byte, both ways, with its headers, trailers and resets. The observer sees each message
 * before the other side does, so that whoever has an answer finds it counted. Request and answer are held back until
 * they may go on.
 */
export async function forwardCall(
  downstream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  server: ClientHttp2Session,
  observer: CallObserver,
  mayGoOn: MayGoOn,
): Promise<void> {
  // Reset streams report an error as well; the reset is what is passed on.
  downstream.on('error', () => {});
  await mayGoOn('request');
  if (downstream.destroyed || server.destroyed) return;
  const upstream = server.request(uncompressed(headers));
  let trailers: IncomingHttpHeaders = {};
  const end = (final: IncomingHttpHeaders) => observer.end(final['grpc-status'] === OK);

  downstream.on('data', observer.request);
  downstream.pipe(upstream);
  upstream.once('response', async (answer, flags) => {
    upstream.on('data', observer.answer);
    const held = upstream.pipe(new PassThrough());
    await mayGoOn('answer');
    // A call that fails at once has its trailers where others have headers, and nothing follows.
    const complete = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    if (complete) end(answer);
    if (downstream.destroyed) return;
    downstream.respond(answer, complete ? { endStream: true } : { waitForTrailers: true });
    if (!complete) held.pipe(downstream);
  });
  upstream.once('trailers', (received) => {
    trailers = received;
  });
  downstream.once('wantTrailers', () => {
    end(trailers);
    downstream.sendTrailers(trailers);
  });
  passResetsOn(downstream, upstream);
}

/** Answers come uncompressed: nobody gains from compression on one machine, and it would hide them. */
function uncompressed(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const { 'grpc-accept-encoding': _, ...others } = headers;
  return others;
}

function passResetsOn(
  downstream: ServerHttp2Stream,
  upstream: ReturnType<ClientHttp2Session['request']>,
): void {
  upstream.on('error', () => {});
  downstream.once('close', () => {
    if (!upstream.closed) upstream.close(downstream.rstCode || constants.NGHTTP2_CANCEL);
  });
  upstream.once('close', () => {
    if (upstream.rstCode && !downstream.closed) downstream.close(upstream.rstCode);
  });
}
