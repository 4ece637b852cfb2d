import type { RulesTestEnvironment } from '@firebase/rules-unit-testing';
import { Firestore } from '@google-cloud/firestore';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page, Request } from 'playwright-core';
import { AgentId, type LocationId } from '../../../shared/domain/ids.ts';
import { anAddress } from '../builders.ts';
import { freePort } from '../emulators/ports.ts';
import { type Hosting, startHosting } from '../hosting/startHosting.ts';
import { loadRules } from '../rules/loadRules.ts';
import { aProjectId } from '../stack/environment.ts';
import { nameAccount, signUp } from '../stack/signIn.ts';
import { type Stack, startStack } from '../stack/stack.ts';
import { Store } from '../store.ts';
import { Tenants } from '../tenants.ts';
import { builtWeb } from './builtWeb.ts';
import { Complaints } from './complaints.ts';
import { launchBrowser } from './launchBrowser.ts';
import { signedInState } from './signedIn.ts';

/** Somebody who can sign in, and where they work. */
export interface StageAgent {
  readonly uid: AgentId;
  readonly email: string;
  readonly name: string;
  readonly idToken: string;
  readonly locationId: LocationId;
  readonly locations: readonly LocationId[];
}

/** What a person's browser is like; a wide screen unless told. */
const SCREEN: BrowserContextOptions = {
  viewport: { width: 1280, height: 800 },
  locale: 'en-GB',
  timezoneId: 'Europe/London',
};

interface Parts {
  readonly stack: Stack;
  readonly hosting: Hosting;
  readonly browser: Browser;
  readonly rules: RulesTestEnvironment;
}

/** The whole product on emulators, with the app as Hosting serves it, the rules in force, and browsers in front of it. */
export class BrowserStage {
  readonly stack: Stack;
  readonly db: Firestore;
  readonly tenants: Tenants;
  readonly store: Store;
  readonly complaints: Complaints;
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    const { stack } = parts;
    this.#parts = parts;
    this.stack = stack;
    this.db = new Firestore({ projectId: stack.projectId });
    this.tenants = new Tenants(this.db);
    this.store = new Store(this.db);
    this.complaints = new Complaints((request) => this.#isOurs(request));
  }

  static async start({ env = {} }: { env?: Readonly<Record<string, string>> } = {}): Promise<BrowserStage> {
    // Where it is missing, nothing has been started that would keep the run from ending.
    const folder = builtWeb();
    const [port, projectId] = [await freePort(), aProjectId()];
    const url = `http://localhost:${port}`;
    const addresses = { APP_BASE_URL: url, NEXT_PUBLIC_APP_URL: url };
    const [stack, browser, rules] = await Promise.all([
      startStack({ projectId, ownAuth: true, env: { ...addresses, ...env } }),
      launchBrowser(),
      loadRules(projectId),
    ]);
    const hosting = await startHosting({
      port,
      projectId,
      functionsUrl: stack.functions.url,
      authHost: stack.authHost,
      firestoreHost: process.env['FIRESTORE_EMULATOR_HOST'] ?? '',
      folder,
    });
    return new BrowserStage({ stack, hosting, browser, rules });
  }

  /** Of everything that the app talks to. */
  get url(): string {
    return this.#parts.hosting.url;
  }

  /** Who works in a location of their own, unless told where. */
  async agent({ name = 'Olivia Park', locations }: AgentWishes = {}): Promise<StageAgent> {
    const email = anAddress('agent');
    const { projectId, authHost } = this.stack;
    const { uid, idToken } = await signUp(projectId, email, undefined, authHost);
    await nameAccount(projectId, uid, name, authHost);
    const [first, ...others] = locations ?? [await this.tenants.location()];
    if (first === undefined) throw new Error('An agent of the stage works somewhere');
    const all = [first, ...others];
    await this.tenants.agent(all, { uid, email });
    return { uid: AgentId(uid), email, name, idToken, locationId: first, locations: all };
  }

  /** The app in a browser of its own, in which the agent has signed in, or nobody. */
  async open(agent: StageAgent | undefined, path = '/', screen: BrowserContextOptions = {}): Promise<Page> {
    const known = agent && { storageState: await signedInState(this.url, agent.email) };
    const context = await this.#parts.browser.newContext({ ...SCREEN, ...known, ...screen });
    this.complaints.listenTo(context);
    const page = await context.newPage();
    await page.goto(this.url + path);
    return page;
  }

  /** Closes every browser. @throws Error for what their pages have complained of */
  async closeBrowsers(): Promise<void> {
    await Promise.all(this.#parts.browser.contexts().map((context) => context.close()));
    const complaints = this.complaints.take();
    if (complaints.length > 0) throw new Error(`The pages complained:\n${complaints.join('\n')}`);
  }

  async stop(): Promise<void> {
    const { browser, hosting, stack, rules } = this.#parts;
    await browser.close();
    await hosting.stop();
    await Promise.all([stack.stop(), rules.cleanup(), this.db.terminate()]);
  }

  /** People go to Google's page, and come back; the app itself asks nobody but its own origin. */
  #isOurs(request: Request): boolean {
    const { origin } = new URL(request.url());
    return origin === this.url || (origin === this.stack.gmail.url && request.frame().parentFrame() === null);
  }
}

interface AgentWishes {
  readonly name?: string;
  readonly locations?: readonly LocationId[];
}

/** Starting everything side by side, on a machine that is busy. */
const START_MS = 60_000;

/**
 * A stage for the tests of a file. After each of them its browsers are closed, and it fails if a page has complained of
 * anything that it does not say it means to happen (`complaints.tolerate`).
 */
export function browserStage(options: Parameters<typeof BrowserStage.start>[0] = {}): () => BrowserStage {
  let stage: BrowserStage | undefined;
  beforeAll(async () => {
    stage = await BrowserStage.start(options);
  }, START_MS);
  afterEach(() => stage?.closeBrowsers());
  afterAll(() => stage?.stop(), START_MS);
  return () => {
    if (!stage) throw new Error('The stage is there once tests run');
    return stage;
  };
}
