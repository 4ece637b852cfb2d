import { Firestore } from '@google-cloud/firestore';
import { freePort } from '../emulators/ports.ts';
import { FirestoreProxy } from '../firestore-proxy/firestoreProxy.ts';
import { GhlSimulator } from '../ghl/ghlSimulator.ts';
import { Store } from '../store.ts';
import { Tenants } from '../tenants.ts';
import { Agents } from './agents.ts';
import { aClient, type Client } from './client.ts';
import { type ServedFunctions, serveFunctions } from './servedFunctions.ts';
import { type Stack, startStack } from './stack.ts';

/** The served functions, and the people who call them with Firebase's SDK. */
export class CallableStage {
  readonly stack: Stack;
  readonly ghl: GhlSimulator;
  readonly db: Firestore;
  readonly agents: Agents;
  readonly tenants: Tenants;
  readonly store: Store;
  readonly #ends: (() => unknown)[] = [];

  private constructor(stack: Stack, ghl: GhlSimulator) {
    this.stack = stack;
    this.ghl = ghl;
    this.db = new Firestore({ projectId: stack.projectId });
    this.agents = new Agents(stack, this.db);
    this.tenants = new Tenants(this.db);
    this.store = new Store(this.db);
  }

  static async start(): Promise<CallableStage> {
    const ghl = await GhlSimulator.start();
    const { clientId, clientSecret } = ghl.oauth.client;
    const env = {
      GHL_API_URL: ghl.url,
      GHL_CLIENT_ID: clientId,
      GHL_CLIENT_SECRET: clientSecret,
      GHL_OAUTH_AUTH_URL: `${ghl.url}/oauth/chooselocation`,
    };
    return new CallableStage(await startStack({ ownAuth: true, env }), ghl);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#ends.map((end) => end()));
    await Promise.all([this.stack.stop(), this.ghl.close(), this.db.terminate()]);
  }

  /** The browser of a person, or of nobody who has signed in; `functions` are the stack's unless told. */
  async client(person?: { readonly email: string }, functions = this.stack.functions): Promise<Client> {
    const client = await aClient({ ...this.stack, functions }, person);
    this.#ends.push(() => client[Symbol.asyncDispose]());
    return client;
  }

  /** The same functions once more, with other settings: nothing but a test's own calls reaches them. */
  async serve(
    env: Readonly<Record<string, string>>,
    onLine?: (line: string) => void,
  ): Promise<ServedFunctions> {
    const all = { ...this.stack.env, PORT: String(await freePort()), ...env };
    const served = await serveFunctions(all, onLine, onLine);
    this.#ends.push(() => served.stop());
    return served;
  }

  /** The same once more, with what it reads and writes counted; to be closed by the test, for it may find fault. */
  async serveCounted(env: Readonly<Record<string, string>> = {}) {
    const firestore = await FirestoreProxy.start({ target: process.env['FIRESTORE_EMULATOR_HOST'] });
    const served = await this.serve({ ...env, FIRESTORE_EMULATOR_HOST: firestore.host });
    const close = async () => {
      await served.stop();
      await firestore.close();
    };
    return { served, firestore, close };
  }
}

/** What was billed, document by document: the operation and the collection. */
export const touched = (firestore: FirestoreProxy): readonly string[] =>
  firestore.counts().documents.map(({ operation, path }) => `${operation} ${path?.split('/')[0]}`);

/** What a callable does, by a sentence a case; all of them share a stage. */
export type CallableCases = Readonly<Record<string, (stage: CallableStage) => Promise<void>>>;
