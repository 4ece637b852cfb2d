import { once } from 'node:events';
import {
  type ClientHttp2Session,
  connect,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { OnWireEvent } from '../wireEvent.ts';
import { forwardCall, type MayGoOn } from './forwardCall.ts';
import { IndexCheck } from './indexCheck.ts';
import { type FirestoreCounts, Meter } from './meter.ts';
import { watchQueries } from './watchQueries.ts';
import { watchTransactions } from './watchTransactions.ts';

const CLOSE_GRACE_MS = 1000;

/**
 * Stands between Firestore's client and the emulator, counts what Firestore would bill, and checks at the end that it
 * has an index for every query: the emulator answers without.
 */
export class FirestoreProxy {
  /** `127.0.0.1:port`, for FIRESTORE_EMULATOR_HOST. */
  readonly host: string;
  /** Called at each request and each answer; what it returns is waited for. */
  onEvent: OnWireEvent | undefined;
  /** Called with each transaction that a read has begun, in base64. */
  onTransaction: ((id: string) => void) | undefined;
  readonly #server: Http2Server;
  readonly #sessions: ReadonlySet<ServerHttp2Session>;
  readonly #meter: Meter;
  readonly #indexCheck: IndexCheck;

  private constructor(
    host: string,
    server: Http2Server,
    sessions: ReadonlySet<ServerHttp2Session>,
    meter: Meter,
    indexCheck: IndexCheck,
  ) {
    this.host = host;
    this.#server = server;
    this.#sessions = sessions;
    this.#meter = meter;
    this.#indexCheck = indexCheck;
  }

  /** @param target the emulator's `host:port`, as FIRESTORE_EMULATOR_HOST holds it */
  static async start({ target }: { target: string | undefined }): Promise<FirestoreProxy> {
    if (target === undefined) throw new Error('The Firestore emulator to forward to is not known');
    const meter = new Meter();
    const indexCheck = new IndexCheck();
    const sessions = new Set<ServerHttp2Session>();
    const server = createServer();
    server.on('session', (session) => {
      sessions.add(session);
      session.once('close', () => sessions.delete(session));
      forwardSession(session, target, (stream, headers, emulator) => {
        const rpc = headers[':path']?.split('/').at(-1) ?? '';
        const counting = watchTransactions(rpc, meter.observe(rpc), (id) => proxy.onTransaction?.(id));
        const observer = watchQueries(rpc, counting, (query) => indexCheck.query(query));
        const mayGoOn: MayGoOn = (side) => proxy.onEvent?.({ side, what: rpc });
        void forwardCall(stream, headers, emulator, observer, mayGoOn);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy has no port');
    const proxy = new FirestoreProxy(`127.0.0.1:${address.port}`, server, sessions, meter, indexCheck);
    return proxy;
  }

  /** What was billed since the start or the last reset. */
  counts(): FirestoreCounts {
    return this.#meter.counts();
  }

  reset(): void {
    this.#meter.reset();
  }

  /**
   * Lets calls that are about to end do so, and cuts off the others.
   * @throws when there was a query for which terraform/firestore.indexes.json has no index
   */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const session of this.#sessions) session.close();
    const cutOff = setTimeout(() => {
      for (const session of this.#sessions) session.destroy();
    }, CLOSE_GRACE_MS);
    await closed;
    clearTimeout(cutOff);
    this.#indexCheck.assertAll();
  }
}

/** Each connection has its own to the emulator, and they end together. */
function forwardSession(session: ServerHttp2Session, target: string, forward: Forward): void {
  const emulator = connect(`http://${target}`);
  session.on('stream', (stream, headers) => forward(stream, headers, emulator));
  session.once('close', () => emulator.destroy());
  emulator.once('close', () => session.destroy());
  // A connection that breaks reports an error before it closes; that it is closed is what is passed on.
  for (const either of [session, emulator]) either.on('error', () => {});
}

type Forward = (
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  emulator: ClientHttp2Session,
) => void;
