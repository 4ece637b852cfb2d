import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { eventually } from '../support/eventually.ts';
import { Agents } from '../support/stack/agents.ts';
import { gmailPublisher } from '../support/stack/gmailPublisher.ts';
import { type Stack, startStack } from '../support/stack/stack.ts';
import { Store } from '../support/store.ts';
import { Tenants } from '../support/tenants.ts';

type Agent = Awaited<ReturnType<Agents['aLiveAgent']>>;

const LINE = z.looseObject({ event: z.string(), time: z.coerce.date() });
const ROUND = z.looseObject({ outcome: z.string(), queued: z.number() });

let stack: Stack;
let db: Firestore;
let store: Store;
let tenants: Tenants;
const lines: z.output<typeof LINE>[] = [];

beforeAll(async () => {
  stack = await startStack({
    onLine: (line) => {
      const parsed = LINE.safeParse(JSON.parse(line));
      if (parsed.success) lines.push(parsed.data);
    },
  });
  // Gmail may not publish to the topic: it refuses every watch.
  stack.gmail.notifications.permitted = false;
  db = new Firestore({ projectId: stack.projectId });
  store = new Store(db);
  tenants = new Tenants(db);
});
afterAll(async () => {
  await Promise.all([stack.stop(), db.terminate()]);
});

async function schedulerCalls(path: string): Promise<z.output<typeof ROUND>> {
  const headers = { authorization: `Bearer ${stack.cronSecret}` };
  const response = await fetch(`${stack.functions.url}/${path}`, { headers });
  expect(response.status).toBe(200);
  return ROUND.parse(await response.json());
}

/** Two agents of a location, and a contact of theirs. */
async function twoAgents() {
  const agents = new Agents(stack, db);
  const first = await agents.aLiveAgent();
  const second = await agents.aLiveAgent(first.locationId);
  const { emails } = await tenants.contact(first.locationId);
  return { first, second, contact: emails[0] ?? '', locationId: first.locationId };
}

const isUpToDate = async ({ mailboxId, account }: Agent): Promise<boolean> => {
  const mailbox = await store.mailbox(mailboxId);
  return (
    mailbox.status === 'live' && mailbox.historyId === account.historyId && mailbox.lease.holder === null
  );
};

async function poll(agents: readonly Agent[]): Promise<void> {
  expect(await schedulerCalls('api/cron/gmail-sync?quietSeconds=0')).toMatchObject({ outcome: 'finished' });
  await eventually('the poll has synced the mailboxes', async () =>
    (await Promise.all(agents.map(isUpToDate))).every(Boolean),
  );
}

/** What the location's agents are shown, and what the mailboxes say that they have brought. */
async function stored({ first, second, locationId }: Awaited<ReturnType<typeof twoAgents>>) {
  const [messages, conversations, one, other] = await Promise.all([
    store.messages(locationId),
    store.conversations(locationId),
    store.mailbox(first.mailboxId),
    store.mailbox(second.mailboxId),
  ]);
  return {
    messages: Object.fromEntries(
      messages.map(({ envelope, direction, read, labels, copies, deletedAt }) => [
        envelope.subject,
        {
          ...{ direction, read, copies: Object.keys(copies).length, deleted: deletedAt !== null },
          viewing: labels.includes('Label_1'),
        },
      ]),
    ),
    count: messages.length,
    conversations: conversations.map(({ messageCount, unreadCount, lastMessage }) => ({
      ...{ messageCount, unreadCount },
      last: lastMessage?.subject,
    })),
    counters: [one.counters, other.counters],
  };
}

/** So many minutes ago: no two mails are of one moment. */
const at = (minutes: number) => ({ date: new Date(Date.now() - minutes * 60_000) });

const inbound = { direction: 'inbound', read: false, copies: 1, deleted: false, viewing: false };
const outbound = { ...inbound, direction: 'outbound', read: true };

describe('where Pub/Sub brings no notification at all', () => {
  test('everything arrives by polling, and nothing doubles once notifications are back, old ones included', async () => {
    const scene = await twoAgents();
    const { first, second, contact } = scene;
    const both = [first, second];
    first.account.labels.create('Viewings');
    expect(await store.mailbox(first.mailboxId)).toMatchObject({ watch: null });

    const past = both.map((agent) => ({ ...agent, historyId: agent.account.historyId }));
    const shared = { from: contact, to: [first.email, second.email], messageId: 'shared@example.com' };
    const [copy] = both.map(({ account }) => account.deliver({ ...shared, ...at(5), subject: 'to both' }));
    const toRead = first.account.deliver({ from: contact, to: first.email, subject: 'to be read', ...at(4) });
    const toGo = first.account.deliver({
      from: contact,
      to: first.email,
      subject: 'to be deleted',
      ...at(3),
    });
    const toTrash = second.account.deliver({
      from: contact,
      to: second.email,
      subject: 'to be trashed',
      ...at(2),
    });
    first.account.deliver({ from: 'stranger@example.org', to: first.email, subject: 'of nobody' });
    await poll(both);
    expect(await stored(scene)).toMatchObject({
      count: 4,
      conversations: [{ messageCount: 4, unreadCount: 4, last: 'to be trashed' }],
    });

    past.push(...both.map((agent) => ({ ...agent, historyId: agent.account.historyId })));
    first.account.modify(toRead.id, { remove: ['UNREAD'], add: ['Label_1'] });
    first.account.delete(toGo.id);
    second.account.trash(toTrash.id);
    second.account.sent({ from: second.email, to: contact, subject: 'sent' });
    await poll(both);
    const expected = {
      messages: {
        'to both': { ...inbound, copies: 2 },
        'to be read': { ...inbound, read: true, viewing: true },
        'to be deleted': { ...inbound, read: expect.any(Boolean), deleted: true },
        'to be trashed': { ...inbound, read: expect.any(Boolean), deleted: true },
        sent: outbound,
      },
      count: 5,
      conversations: [{ messageCount: 3, unreadCount: 1, last: 'sent' }],
      counters: [
        { stored: 3, skipped: { 'no-contact': 1 } },
        { stored: 3, skipped: {} },
      ],
    };
    expect(await stored(scene)).toEqual(expected);
    // Nothing is left to find, and nobody has been told anything.
    await poll(both);
    expect(await stored(scene)).toEqual(expected);
    expect(stack.gmail.notifications.sent).toEqual([]);

    stack.gmail.notifications.permitted = true;
    expect(await schedulerCalls('renewWatches')).toMatchObject({ outcome: 'finished', queued: 2 });
    await eventually('both mailboxes are watched', async () => {
      const mailboxes = await Promise.all(both.map(({ mailboxId }) => store.mailbox(mailboxId)));
      return mailboxes.every((mailbox) => 'watch' in mailbox && mailbox.watch !== null);
    });
    await replay(past);
    expect(await stored(scene)).toEqual(expected);

    first.account.modify(copy?.id ?? '', { remove: ['UNREAD'] });
    second.account.deliver({ from: contact, to: second.email, subject: 'announced' });
    await eventually('the notification has brought it', async () =>
      (await Promise.all(both.map(isUpToDate))).every(Boolean),
    );
    await replay(past);
    expect(await stored(scene)).toEqual({
      ...expected,
      messages: {
        ...expected.messages,
        'to both': { ...inbound, copies: 2, read: true },
        announced: inbound,
      },
      count: 6,
      conversations: [{ messageCount: 4, unreadCount: 1, last: 'announced' }],
      counters: [expected.counters[0], { stored: 4, skipped: {} }],
    });
  });

  test('however many polls are called at once, each goes round or is busy, and nothing is stored twice', async () => {
    stack.gmail.notifications.permitted = false;
    const scene = await twoAgents();
    const { first, second, contact } = scene;
    for (const { account, email } of [first, second])
      account.deliver({ from: contact, to: email, subject: `to ${email}` });

    const calls = Array.from({ length: 8 }, () => schedulerCalls('pollMailboxes?quietSeconds=0'));
    const outcomes = (await Promise.all(calls)).map(({ outcome }) => outcome);
    expect(outcomes).toContain('finished');
    expect(outcomes.filter((outcome) => outcome !== 'busy' && outcome !== 'finished')).toEqual([]);

    await eventually('the polls have synced both mailboxes', async () =>
      (await Promise.all([first, second].map(isUpToDate))).every(Boolean),
    );
    await poll([first, second]);
    expect(await stored(scene)).toMatchObject({
      count: 2,
      conversations: [{ messageCount: 2, unreadCount: 2 }],
      counters: [
        { stored: 1, skipped: {} },
        { stored: 1, skipped: {} },
      ],
    });
  });
});

const since = (from: number, ...events: readonly string[]) =>
  lines.slice(from).filter(({ event }) => events.includes(event));

/** Pub/Sub delivers old notifications once more, with the id as a string and as a number. */
async function replay(past: readonly { email: string; historyId: string }[]): Promise<void> {
  const from = lines.length;
  const publisher = gmailPublisher(stack.projectId);
  const payloads = past.flatMap(({ email, historyId }) =>
    [`"${historyId}"`, historyId].map((id) => `{"emailAddress":"${email}","historyId":${id}}`),
  );
  for (const payload of payloads)
    await publisher.publish(`projects/${stack.projectId}/topics/gmail-sync`, Buffer.from(payload));
  await publisher.close();
  const ids = past.map(({ historyId }) => historyId);
  await eventually('all of them have been seen to', () => {
    const seen = since(from, 'pushIgnored').filter(({ historyId }) => ids.includes(String(historyId)));
    return seen.length >= payloads.length;
  });
}
