import { randomUUID } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import { mailboxConverter } from '../../../shared/adapters/firestore/converters/mailbox.ts';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import { AgentId } from '../../../shared/domain/ids.ts';
import { aMailbox } from '../builders.ts';
import { Tenants } from '../tenants.ts';

export type Cast = Awaited<ReturnType<typeof aCast>>;

/** Everybody whom the rules tell apart, with a document of every kind that is theirs or could be taken for it. */
export async function aCast(projectId: string) {
  const db = new Firestore({ projectId });
  const tenants = new Tenants(db);
  const [own, second, foreign] = [
    await tenants.location(),
    await tenants.location(),
    await tenants.location(),
  ];
  const agent = await tenants.agent([own, second]);
  const colleague = await tenants.agent([own]);
  const stranger = await tenants.agent([foreign]);
  const removed = await tenants.agent([own]);
  await tenants.writeUser(removed.uid, { email: removed.email, locationIds: [] });
  const misspelt = AgentId(`agent-${randomUUID()}`);
  await tenants.writeUser(misspelt, { email: 'odd@example.com', locationIds: { [own]: true } });
  const unknown = AgentId(`agent-${randomUUID()}`);

  /** Documents that say that they are of `own` and of the person. */
  const add = async (collection: string, uid: string, id = `id-${randomUUID()}`) => {
    const path = `${collection}/${id}`;
    await db.doc(path).set({ locationId: own, uid, conversationIds: ['c'], sentAt: new Date() });
    return path;
  };
  const mailboxOf = async (uid: AgentId) => {
    const mailbox = aMailbox({ status: 'connecting' }, { uid });
    const ref = paths.mailbox(db, mailbox.mailboxId);
    await ref.set(mailboxConverter.write(mailbox));
    return ref.path;
  };
  const mailbox = await mailboxOf(agent.uid);
  const documents = {
    user: `users/${agent.uid}`,
    location: `locations/${own}`,
    contact: await add('contacts', agent.uid),
    conversation: await add('conversations', agent.uid),
    message: await add('messages', agent.uid),
    'history fetch': await add('historyFetches', agent.uid),
    mailbox,
    'foreign location': `locations/${foreign}`,
    'ledger entry': await add(`${mailbox}/ledger`, agent.uid),
    run: await add(`${mailbox}/runs`, agent.uid),
    credential: await add('credentials', agent.uid, mailbox.split('/')[1]),
    'oauth state': await add('oauthStates', agent.uid),
    'outbox entry': await add('outbox', agent.uid),
    send: await add('sends', agent.uid),
    'import of contacts': await add('imports', agent.uid),
    'word of GHL': await add('ghlWords', agent.uid),
    webhook: await add('webhooks', agent.uid),
    relay: await add('relays', agent.uid, own),
    audit: await add('audits', agent.uid),
    'rate limit': await add('rateLimits', agent.uid, agent.uid),
    'document of no known kind': await add('others', agent.uid),
    'document below a contact': await add(`contacts/${randomUUID()}/below`, agent.uid),
    'document below a conversation': await add(`conversations/${randomUUID()}/below`, agent.uid),
    'document below a message': await add(`messages/${randomUUID()}/below`, agent.uid),
    'document below a history fetch': await add(`historyFetches/${randomUUID()}/below`, agent.uid),
    'document below an outbox entry': await add(`outbox/${randomUUID()}/below`, agent.uid),
    'document below the agent': await add(`users/${agent.uid}/below`, agent.uid),
    'document below the location': await add(`locations/${own}/below`, agent.uid),
  };
  return {
    tenants,
    locations: { own, second, foreign },
    people: {
      agent: agent.uid,
      colleague: colleague.uid,
      stranger: stranger.uid,
      removed: removed.uid,
      misspelt,
      unknown,
      nobody: null,
    },
    documents,
    mailboxOf,
    close: () => db.terminate(),
  };
}
