import type { Firestore } from '@google-cloud/firestore';
import { AgentId, type LocationId, MailboxId } from '../../../shared/domain/ids.ts';
import { anAddress } from '../builders.ts';
import { eventually } from '../eventually.ts';
import { Store } from '../store.ts';
import { Tenants } from '../tenants.ts';
import { connectThroughConsent } from './connectThroughConsent.ts';
import { signUp } from './signIn.ts';
import type { Stack } from './stack.ts';

/** Signed-up agents of a stack, as far as a test needs them. */
export class Agents {
  readonly #stack: Stack;
  readonly #db: Firestore;

  constructor(stack: Stack, db: Firestore) {
    this.#stack = stack;
    this.#db = db;
  }

  /** Somebody who can sign in, and works nowhere. */
  async aUser() {
    const email = anAddress('agent');
    const { projectId, authHost } = this.#stack;
    return { email, ...(await signUp(projectId, email, undefined, authHost)) };
  }

  /** An agent of a location, one of their own unless told. */
  async anAgent(of?: LocationId) {
    const tenants = new Tenants(this.#db);
    const { email, uid, idToken } = await this.aUser();
    const locationId = of ?? (await tenants.location());
    await tenants.agent([locationId], { uid, email });
    return { uid: AgentId(uid), email, idToken, locationId };
  }

  /** With a mailbox whose first sync may be under way. */
  async aConnectedAgent(of?: LocationId) {
    const agent = await this.anAgent(of);
    const account = this.#stack.gmail.addAccount({ address: agent.email });
    const page = await connectThroughConsent(this.#stack, agent);
    if (page.status !== 200) throw new Error(`The consent ended with ${page.status}`);
    return { ...agent, account, mailboxId: MailboxId.of(agent.email) };
  }

  /** With a live mailbox in which nothing is under way. */
  async aLiveAgent(of?: LocationId) {
    const agent = await this.aConnectedAgent(of);
    const store = new Store(this.#db);
    await eventually('its first sync is over', async () => {
      const { status, lease } = await store.mailbox(agent.mailboxId);
      return status === 'live' && lease.holder === null;
    });
    return { ...agent, store };
  }

  /** An agent with a live mailbox, and a mail of a contact in it of which nobody has been told. */
  async anAgentWithNews() {
    const agent = await this.aLiveAgent();
    const contact = await new Tenants(this.#db).contact(agent.locationId);
    this.#stack.gmail.notifications.drop(1, agent.email);
    const mail = agent.account.deliver({ from: contact.emails[0] ?? '', to: agent.email, subject: 'Boiler' });
    return { ...agent, contact, mail };
  }
}
