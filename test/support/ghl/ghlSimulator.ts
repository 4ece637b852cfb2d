import type { Server } from 'node:http';
import { Faults, Latency } from '../wire/faults.ts';
import type { Request } from '../wire/httpExchange.ts';
import { listen, shut, urlOf } from '../wire/httpServer.ts';
import { inProcessFetch } from '../wire/inProcessFetch.ts';
import type { OnWireEvent } from '../wireEvent.ts';
import { ghlErrors } from './ghlError.ts';
import { GhlLocation } from './ghlLocation.ts';
import { answer } from './ghlService.ts';
import { Ids } from './ids.ts';
import { GhlOAuth, type OAuthClient } from './oauth.ts';
import type { LimitRule } from './rateLimits.ts';
import type { GhlMethod } from './routes.ts';
import { Webhooks } from './webhooks.ts';

interface GhlSimulatorOptions {
  /** A free one unless told. */
  readonly port?: number | undefined;
  readonly now?: (() => Date) | undefined;
  /** Random unless told: the same seed gives the same ids and tokens. */
  readonly seed?: string | undefined;
  readonly oauthClient?: Partial<OAuthClient> | undefined;
}

/**
 * GoHighLevel's API as a real HTTP server in this process, with the traps that the real one has:
 *
 *     const simulator = await GhlSimulator.start({ now: clock.now, seed: 'story 7' });
 *     const location = simulator.addLocation();
 *     const ann = location.addContact({ name: 'Ann', email: 'ann@example.com' });
 *     const ghl = createGhl({ baseUrl: simulator.url, ghlLocationId: location.id, token: async () => simulator.token(location), … });
 *     simulator.faults.add({ method: 'messages.addInbound', when: 'after', reply: 'close' });
 *     simulator.limits.enforced = true;
 *     location.traps.storesNothing = 1;
 *     location.logged({ contactId: ann.id }); // in order of arrival, of what is deleted too
 *     location.sent; // must stay empty
 *     await simulator.webhooks.deliver(url, simulator.webhooks.contactEvent('ContactUpdate', ann));
 *
 * `simulator.fetch` asks the same without a socket, for tests of thousands of calls.
 */
export class GhlSimulator {
  readonly url: string;
  readonly oauth: GhlOAuth;
  readonly webhooks: Webhooks;
  readonly faults = new Faults<GhlMethod>();
  readonly latency = new Latency<GhlMethod>();
  /** Of every location; told always, enforced only when a test says so. */
  readonly limits: LimitRule = { enforced: false, max: 100, intervalMs: 10_000, daily: 200_000 };
  readonly fetch: typeof fetch;
  /** Called at each request that comes by a socket and each answer; what it returns is waited for. */
  onEvent: OnWireEvent | undefined;
  readonly #ids: Ids;
  readonly #now: () => Date;
  readonly #server: Server;
  readonly #closing = new AbortController();

  private constructor(server: Server, options: GhlSimulatorOptions) {
    this.#server = server;
    this.#now = options.now ?? (() => new Date());
    this.#ids = new Ids(options.seed ?? crypto.randomUUID());
    this.url = urlOf(server);
    this.oauth = new GhlOAuth(this.#ids, this.#now, options.oauthClient);
    this.webhooks = new Webhooks(this.#ids, this.#now);
    this.fetch = inProcessFetch((request) => this.#answer(request));
  }

  static async start(options: GhlSimulatorOptions = {}): Promise<GhlSimulator> {
    const started = Promise.withResolvers<GhlSimulator>();
    const server = await listen(options.port ?? 0, {
      name: 'The GHL simulator',
      answer: async (request) => (await started.promise).#answer(request),
      onEvent: async (event) => (await started.promise).onEvent?.(event),
      failure: (words) => ghlErrors.internal(words),
    });
    const simulator = new GhlSimulator(server, options);
    started.resolve(simulator);
    return simulator;
  }

  addLocation({ id }: { id?: string } = {}): GhlLocation {
    return new GhlLocation(this.#ids, this.limits, this.#now, id);
  }

  /** A Private Integration Token of the location. */
  token(location: GhlLocation): string {
    return this.oauth.integrationToken(location);
  }

  /** Cuts every connection and stops. */
  async close(): Promise<void> {
    this.#closing.abort();
    await shut(this.#server);
  }

  #answer(request: Request) {
    const { oauth, faults, latency } = this;
    return answer(request, { oauth, faults, latency, now: this.#now, closing: this.#closing.signal });
  }
}
