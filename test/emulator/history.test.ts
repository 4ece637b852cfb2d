import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { historyAdvice } from '../../shared/domain/advice/historyAdvice.ts';
import { resultOf } from '../../shared/domain/historyFetch.ts';
import { anAddress } from '../support/builders.ts';
import { aHistoryScene, type HistoryScene, known } from '../support/historyScene.ts';
import { World } from '../support/world.ts';

let world: World;
let scene: HistoryScene;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());
beforeEach(async () => {
  scene = await aHistoryScene(world);
});

const idsOf = (mails: readonly { id: string }[]) => mails.map(({ id }) => id).sort();

/** Mails of threads: each answers the first one of its own. */
function threads(size: number) {
  const ids = new Map<number, string>();
  return (index: number) => {
    const thread = Math.floor(index / size);
    const known = ids.get(thread);
    const messageId = `<${index}.${anAddress('mail')}>`;
    if (known === undefined) ids.set(thread, messageId);
    return {
      subject: `Thread ${thread}`,
      messageId,
      ...(known !== undefined && { inReplyTo: known, references: [known] }),
    };
  };
}

describe('what a fetch costs', () => {
  test('100 mails in 20 threads: 805 units; again: 5, and no get', async () => {
    const mails = scene.past(100, threads(5));
    const fetch = await scene.fetched();
    expect(resultOf(fetch)).toMatchObject({ stored: 100, more: false });
    expect(await scene.storedIds()).toEqual(idsOf(mails));
    expect(scene.account.usage.units).toBe(5 + 20 * 40);

    scene.account.usage.reset();
    expect(resultOf(await scene.fetched())).toMatchObject({ stored: 0, more: false });
    expect(scene.account.usage.calls.map(({ method }) => method)).toEqual(['messages.list']);
    expect(scene.account.usage.units).toBe(5);
  });

  test('100 mails in 100 threads: 2,005 units', async () => {
    scene.past(100);
    expect(resultOf(await scene.fetched())).toMatchObject({ stored: 100 });
    expect(scene.account.usage.units).toBe(2_005);
  });
});

describe('what a fetch finds', () => {
  test('mail from, to, cc and bcc any of the addresses of the contact, and no other', async () => {
    const emails = [anAddress('work'), anAddress('home')];
    const contact = await world.tenants.contact(scene.locationId, { emails });
    const [work = '', home = ''] = emails;
    const own = scene.emailAddress;
    const people = [
      { from: work, to: own },
      { from: own, to: home, labelIds: ['SENT'] },
      { from: own, to: anAddress(), cc: work, labelIds: ['SENT'] },
      { from: own, to: anAddress(), bcc: home, labelIds: ['SENT'] },
    ];
    const mails = scene.past(people.length, (index) => people[index] ?? {});
    scene.past(2, () => ({ from: anAddress('stranger') }));
    expect(resultOf(await scene.fetched({ contact }))).toMatchObject({ stored: 4 });
    expect(await scene.storedIds()).toEqual(idsOf(mails));
  });

  test('drafts, chats, spam and trash are left out', async () => {
    scene.past(4, (index) => ({ labelIds: [['DRAFT'], ['CHAT'], ['SPAM'], ['TRASH']][index] }));
    expect(resultOf(await scene.fetched())).toEqual({ stored: 0, oldest: null, more: false });
    expect(scene.account.usage.units).toBe(5);
  });

  test('the newest 100, and the next ones with the next fetch', async () => {
    const mails = scene.past(130);
    const first = resultOf(await scene.fetched());
    expect(first).toEqual({ stored: 100, more: true, oldest: new Date(Date.UTC(2025, 0, 1, 9, 30)) });
    expect(await scene.storedIds()).toEqual(idsOf(mails.slice(30)));
    expect(resultOf(await scene.fetched())).toMatchObject({ stored: 30, more: false });
    expect(await scene.storedIds()).toEqual(idsOf(mails));
  });

  test('only what is older, where that is asked for', async () => {
    const mails = scene.past(10);
    const before = new Date(Date.UTC(2025, 0, 1, 9, 4, 0));
    await scene.fetched({ before });
    // The mail of that very second is searched for, too: it need not be the only one.
    expect(await scene.storedIds()).toEqual(idsOf(mails.slice(0, 5)));
  });

  test('mail that was skipped before anybody in it was a contact', async () => {
    const emails = [anAddress('unknown')];
    const arrived = scene.account.deliver({ from: emails[0] ?? '', to: scene.emailAddress });
    await scene.push(arrived.historyId);
    expect(await world.store.ledger(scene.mailboxId)).toMatchObject({
      [arrived.id]: { reason: 'no-contact' },
    });

    const contact = await world.tenants.contact(scene.locationId, { emails });
    expect(resultOf(await scene.fetched({ contact }))).toMatchObject({ stored: 1 });
    expect(await scene.storedIds()).toEqual([arrived.id]);
    expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({
      counters: { stored: 1, skipped: {} },
    });
  });

  test('mail that is stored as that of another contact becomes the mail of both, and is one message', async () => {
    const emails = [anAddress('second')];
    const { historyId } = scene.account.deliver({ ...scene.aMail, cc: emails });
    await scene.push(historyId);
    const contact = await world.tenants.contact(scene.locationId, { emails });
    expect(resultOf(await scene.fetched({ contact }))).toMatchObject({ stored: 1 });
    const [message, ...others] = await world.store.messages(scene.locationId);
    expect(others).toEqual([]);
    expect([...(message?.contactIds ?? [])].sort()).toEqual(
      [scene.contact.contactId, contact.contactId].sort(),
    );
    expect(await world.store.conversations(scene.locationId)).toMatchObject([
      { messageCount: 1, unreadCount: 1 },
      { messageCount: 1, unreadCount: 1 },
    ]);
    scene.account.usage.reset();
    await scene.fetched({ contact });
    expect(scene.account.usage.units).toBe(5);
  });

  test('stored mail that cannot be the contact’s is looked at once, and stays where it is', async () => {
    const emails = [anAddress('lawyer')];
    await scene.push(scene.account.deliver({ ...scene.aMail, cc: emails }).historyId);
    const before = await world.store.messages(scene.locationId);
    await world.tenants.settle(scene.locationId, { excluded: emails });
    const contact = await world.tenants.contact(scene.locationId, { emails });
    scene.account.usage.reset();
    expect(resultOf(await scene.fetched({ contact }))).toMatchObject({ stored: 0 });
    expect(scene.account.usage.units).toBe(25);
    expect(resultOf(await scene.fetched({ contact }))).toMatchObject({ stored: 0 });
    expect(scene.account.usage.units).toBe(30);
    expect(await world.store.messages(scene.locationId)).toEqual(before);
    expect(await world.store.mailbox(scene.mailboxId)).toMatchObject({
      counters: { stored: 1, skipped: {} },
    });
  });

  test('mail that the location leaves out is looked at once, and again when the settings are others', async () => {
    scene.past(3);
    await world.tenants.settle(scene.locationId, { excluded: [scene.contactAddress] });
    expect(resultOf(await scene.fetched())).toMatchObject({ stored: 0 });
    scene.account.usage.reset();
    await scene.fetched();
    expect(scene.account.usage.units).toBe(5);
    await world.tenants.settle(scene.locationId, {});
    expect(resultOf(await scene.fetched())).toMatchObject({ stored: 3 });
  });
});

describe('whose mailboxes are searched', () => {
  /** A colleague in the same location, with mail of the contact from before. */
  async function aColleague() {
    const agent = await world.tenants.agent([scene.locationId]);
    const mailbox = await world.liveMailbox(agent);
    const [mail] = mailbox.account.seed(1, () => ({ from: scene.contactAddress, to: mailbox.emailAddress }));
    return { agent, ...mailbox, mail };
  }

  test("a colleague's as well", async () => {
    const colleague = await aColleague();
    scene.past(1);
    expect(resultOf(await scene.fetched())).toMatchObject({ stored: 2 });
    expect(await world.store.messages(scene.locationId)).toHaveLength(2);
    expect(colleague.account.usage.units).toBe(25);
  });

  test("not a colleague's where the location says no, and each agent has a fetch of their own then", async () => {
    await world.tenants.settle(scene.locationId, { shareMailboxes: false });
    const colleague = await aColleague();
    scene.past(1);
    expect(resultOf(await scene.fetched())).toMatchObject({ stored: 1 });
    expect(colleague.account.usage.units).toBe(0);
    expect(resultOf(await scene.fetched({ agent: colleague.agent }))).toMatchObject({ stored: 1 });
    expect(colleague.account.usage.units).toBe(25);
  });

  test('not that of an agent who has left before the job came', async () => {
    const colleague = await aColleague();
    const { jobId } = known(await scene.ask());
    await world.tenants.agent([], { uid: colleague.agent.uid });
    await scene.runJobs();
    const fetch = await scene.fetchOf(jobId);
    expect(fetch.mailboxes[colleague.mailboxId]).toEqual({ state: 'failed', reason: 'left' });
    expect(colleague.account.usage.units).toBe(0);
  });

  test('nobody learns of a contact of a location that is not theirs', async () => {
    const stranger = await world.tenants.agent([await world.tenants.location()]);
    expect(await scene.ask({ agent: stranger })).toBe('unknown');
    expect(scene.queued).toEqual([]);
  });

  test('a mailbox that lost its grant is told, and the others are searched', async () => {
    const colleague = await aColleague();
    world.gmail.oauth.revokeGrant(colleague.emailAddress);
    colleague.account.usage.reset();
    scene.past(1);
    const { jobId } = known(await scene.ask());
    await scene.runJobs();
    const fetch = await scene.fetchOf(jobId);
    expect(fetch).toMatchObject({ status: 'done' });
    expect(resultOf(fetch)).toMatchObject({ stored: 1 });
    expect(fetch.mailboxes[colleague.mailboxId]).toEqual({ state: 'failed', reason: 'reauthRequired' });
    expect(historyAdvice(fetch)).toMatch(/^1 of 2 mailboxes could not be searched. .*Connect it again/);
  });

  test('without any mailbox or any address it is over at once, and says so', async () => {
    const nobody = await world.tenants.location();
    const agent = await world.tenants.agent([nobody]);
    const contact = await world.tenants.contact(nobody);
    const advice = expect.stringContaining('No Gmail mailbox is connected');
    expect(await scene.ask({ agent, contact })).toMatchObject({ done: true, stored: 0, advice });
    const unreachable = await world.tenants.contact(scene.locationId, { emails: [] });
    expect(await scene.ask({ contact: unreachable })).toMatchObject({
      done: true,
      advice: expect.stringContaining('no email address'),
    });
  });
});
