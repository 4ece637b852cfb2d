import type { Server } from 'node:http';
import { Faults, Latency } from '../wire/faults.ts';
import { listen, shut, urlOf } from '../wire/httpServer.ts';
import { inProcessFetch } from '../wire/inProcessFetch.ts';
import type { OnWireEvent } from '../wireEvent.ts';
import { Account, type AccountOptions } from './account.ts';
import type { FaultyMethod } from './faults.ts';
import { answer } from './gmailService.ts';
import { googleErrors } from './googleError.ts';
import { Notifications, type Publish } from './notifications.ts';
import { OAuth } from './oauth.ts';
import type { OAuthClient } from './oauthGrants.ts';
import type { Outgoing } from './outgoing.ts';
import type { PayloadStyle } from './payload.ts';
import { type QuotaRule, Usage } from './usage.ts';

export interface GmailSimulatorOptions {
  /** A free one unless told. */
  readonly port?: number | undefined;
  /** Where notifications go; without it they are only kept in `notifications.sent`. */
  readonly publish?: Publish | undefined;
  readonly now?: (() => Date) | undefined;
  /** Random credentials and any redirect URI unless told. */
  readonly oauthClient?: Partial<OAuthClient> | undefined;
}

/**
 * Gmail's REST API and Google's OAuth as a real HTTP server in this process, with the traps that the real ones
 * have. Give the official client `url` as its `rootUrl` and work the mailboxes from inside:
 *
 *     const simulator = await GmailSimulator.start({ publish: (topic, bytes) => emulator.publish(topic, bytes) });
 *     const ann = simulator.addAccount({ address: 'ann@example.com' });
 *     const { refreshToken } = simulator.oauth.grant({ address: 'ann@example.com' });
 *     ann.deliver({ from: 'bob@x.org', to: 'ann@example.com', subject: 'Hi' });
 *     ann.historyTraps.lag.lists = 1;
 *     ann.searchTraps.sentVisibleAfterMs = 30_000;
 *     ann.sendingLimit = 2;
 *     simulator.faults.add({ method: 'messages.get', reply: googleErrors.notFound(), times: 2 });
 *     await simulator.notifications.idle();
 *     ann.usage.units;
 */
export class GmailSimulator {
  readonly url: string;
  readonly oauth: OAuth;
  /** Asks it without a socket. */
  readonly fetch: typeof fetch;
  readonly notifications: Notifications;
  readonly faults = new Faults<FaultyMethod>();
  readonly latency = new Latency<FaultyMethod>();
  /** Enforced only when a test says so. */
  readonly quota: QuotaRule = {
    enforced: false,
    unitsPerMinute: 6000,
    refuseWith: 'userRateLimitExceeded',
  };
  readonly style: PayloadStyle = { decodesCharsets: true, decodesHeaders: true, attachmentIds: 1 };
  /** Whether a mail that is sent arrives in the simulator's other accounts. */
  deliversSent = true;
  /** Called at each request and each answer; what it returns is waited for. */
  onEvent: OnWireEvent | undefined;
  readonly #accounts = new Map<string, Account>();
  readonly #now: () => Date;
  readonly #server: Server;
  readonly #closing = new AbortController();

  private constructor(server: Server, options: GmailSimulatorOptions) {
    this.#server = server;
    this.#now = options.now ?? (() => new Date());
    const now = () => this.#now().getTime();
    this.url = urlOf(server);
    this.oauth = new OAuth(this.url, now, options.oauthClient);
    this.notifications = new Notifications(options.publish, now);
    this.fetch = inProcessFetch((request) => answer(request, this.#world()));
  }

  static async start(options: GmailSimulatorOptions = {}): Promise<GmailSimulator> {
    const started = Promise.withResolvers<GmailSimulator>();
    const server = await listen(options.port ?? 0, {
      name: 'The Gmail simulator',
      answer: async (request) => answer(request, (await started.promise).#world()),
      onEvent: async (event) => (await started.promise).onEvent?.(event),
      failure: googleErrors.internal,
      headers: { vary: 'Origin, X-Origin, Referer' },
    });
    const simulator = new GmailSimulator(server, options);
    started.resolve(simulator);
    return simulator;
  }

  addAccount(options: AccountOptions): Account {
    const address = options.address.toLowerCase();
    if (this.#accounts.has(address)) throw new Error(`${address} has an account already`);
    const account = new Account(options, {
      now: this.#now,
      usage: new Usage(this.quota, this.#now),
      notifications: this.notifications,
      route: (outgoing, from) => this.#route(outgoing, from),
    });
    this.#accounts.set(address, account);
    return account;
  }

  account(address: string): Account {
    const account = this.#accounts.get(address.toLowerCase());
    if (!account) throw new Error(`${address} has no account in the Gmail simulator`);
    return account;
  }

  /** What the account's calls have cost so far. */
  usage(address: string): Usage {
    return this.account(address).usage;
  }

  /** From now on the attachment ids that were told so far are refused. */
  expireAttachmentIds(): void {
    this.style.attachmentIds += 1;
  }

  /** Cuts every connection and stops; what is delayed or held back is forgotten. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.notifications.close();
    await shut(this.#server);
  }

  #route({ delivered, recipients }: Outgoing, from: Account): void {
    if (!this.deliversSent) return;
    for (const account of this.#accounts.values()) {
      if (account === from || ![...recipients].some((to) => account.owns(to))) continue;
      account.deliver({ raw: delivered });
    }
  }

  #world() {
    return {
      accounts: this.#accounts,
      oauth: this.oauth,
      notifications: this.notifications,
      faults: this.faults,
      latency: this.latency,
      style: this.style,
      now: () => this.#now().getTime(),
      closing: this.#closing.signal,
    };
  }
}
