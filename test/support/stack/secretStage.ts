import { randomBytes } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import { z } from 'zod';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import { AgentId, MailboxId } from '../../../shared/domain/ids.ts';
import { hashState } from '../../../shared/sync/linking/startConnection.ts';
import { anAddress } from '../builders.ts';
import { eventually } from '../eventually.ts';
import { Store } from '../store.ts';
import { Tenants } from '../tenants.ts';
import { callFunction } from './callFunction.ts';
import { Secrets } from './secrets.ts';
import { signUp } from './signIn.ts';
import { type Stack, startStack } from './stack.ts';

const Line = z.looseObject({ event: z.string() });
const Connection = z.object({ url: z.url() });

/** The served functions at their most talkative, where everything that somebody wants to keep secret is known. */
export class SecretStage {
  /** What opens something. */
  readonly grants = new Secrets();
  /** Kept for the exchange; of use only together with a code and the client's secret. */
  readonly pendingVerifiers = new Secrets();
  /** What people wrote. */
  readonly mail = new Secrets();
  readonly addresses = new Secrets();
  /** Every line of stdout and stderr. */
  readonly logged: string[] = [];
  #started: { stack: Stack; db: Firestore } | undefined;

  async start(): Promise<void> {
    const { grants, logged } = this;
    const key = grants.keep("the keyring's key", randomBytes(32).toString('base64'));
    const stack = await startStack({
      env: {
        TOKEN_KEYRING: JSON.stringify({ current: 'k1', keys: { k1: key } }),
        CRON_SECRET: grants.word('the cron secret'),
        // As in the cloud: of the libraries, some print less for `test`.
        NODE_ENV: 'production',
        NODE_OPTIONS: `--no-warnings --import ${new URL('everyLine.ts', import.meta.url)}`,
      },
      onLine: (line) => logged.push(line),
      onErrorLine: (line) => logged.push(line),
    });
    grants.keep('the client secret', stack.gmail.oauth.clientSecret);
    this.#started = { stack, db: new Firestore({ projectId: stack.projectId }) };
  }

  async stop(): Promise<void> {
    await Promise.all([this.#started?.stack.stop(), this.#started?.db.terminate()]);
  }

  get stack(): Stack {
    return this.#running().stack;
  }

  get db(): Firestore {
    return this.#running().db;
  }

  /** Waits until the log has such a line. */
  async logs(event: string, fields: object = {}): Promise<void> {
    const isIt = (line: string) => {
      const parsed = line.startsWith('{') ? Line.safeParse(JSON.parse(line)).data : undefined;
      return (
        parsed?.event === event && Object.entries(fields).every(([name, value]) => parsed[name] === value)
      );
    };
    await eventually(`the log has ${event} ${JSON.stringify(fields)}`, () => this.logged.some(isIt));
  }

  /** Somebody who could connect a mailbox. */
  async agent() {
    const { grants, mail, addresses, stack } = this;
    const tenants = new Tenants(this.db);
    const email = addresses.keep("an agent's address", anAddress('agent'));
    const { uid, idToken } = await signUp(stack.projectId, email);
    grants.keep('an ID token', idToken);
    const locationId = await tenants.location();
    await tenants.agent([locationId], { uid, email });
    const contactAddress = addresses.keep("a contact's address", anAddress('contact'));
    await tenants.contact(locationId, { name: mail.word("a contact's name"), emails: [contactAddress] });
    return { email, idToken, uid: AgentId(uid), locationId, contactAddress };
  }

  /** A connection that is begun: where the browser is sent, and what only we and the browser know. */
  async beginConnection({ email, idToken }: { email: string; idToken: string }) {
    const answer = await callFunction(this.stack, 'connectGmail', { loginHint: email }, idToken);
    const { url } = Connection.parse(answer);
    const state = this.grants.keep('a state', new URL(url).searchParams.get('state') ?? '');
    const pending = await paths.oauthState(this.db, hashState(state)).get();
    return { url, codeVerifier: z.string().parse(pending.get('codeVerifier')) };
  }

  /** Allows it on the consent page and returns where Google sends the browser. */
  async consent(agent: { email: string; idToken: string }): Promise<string> {
    const { url, codeVerifier } = await this.beginConnection(agent);
    this.grants.keep('a code verifier', codeVerifier);
    return this.stack.gmail.oauth.consent(url, { account: agent.email });
  }

  /** An agent whose mailbox is live, with one mail in it. */
  async connectedAgent() {
    const agent = await this.agent();
    const store = new Store(this.db);
    const account = this.stack.gmail.addAccount({ address: agent.email });
    const aMail = () => this.mail.mail({ from: agent.contactAddress, to: agent.email });
    account.deliver(aMail());
    const page = await fetch(await this.consent(agent));
    if (!page.ok) throw new Error(`The consent redirect answered ${page.status}`);
    const mailboxId = MailboxId.of(agent.email);
    const mailbox = () => store.mailbox(mailboxId);
    await eventually('the mailbox is live and at rest', async () => {
      const { status, lease } = await mailbox();
      return status === 'live' && lease.holder === null;
    });
    const messages = () => store.messages(agent.locationId);
    const hasMessages = (count: number) =>
      eventually(`${count} messages are stored`, async () => (await messages()).length === count);
    return { ...agent, account, aMail, mailboxId, mailbox, messages, hasMessages };
  }

  #running() {
    if (!this.#started) throw new Error('The stage has not been started');
    return this.#started;
  }
}
