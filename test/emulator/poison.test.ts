import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { resultOf } from '../../shared/domain/historyFetch.ts';
import type { SyncDeps } from '../../shared/sync/deps.ts';
import { aHistoryScene } from '../support/historyScene.ts';
import { aScene, type Scene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const MAX_ID_BYTES = 1_500;

/**
 * A mail whose document is beyond Firestore's 1 MiB: all that may be stored of its body, and contacts by the hundred
 * whose ids are as long as Firestore allows.
 */
async function aMailTooBig(scene: Scene) {
  const mail = aBigMail(scene);
  await makeContacts(scene, mail.people);
  return mail;
}

const makeContacts = ({ locationId }: Scene, people: readonly string[]) =>
  Promise.all(
    people.map((email, index) => {
      const id = `${index}-`.padEnd(MAX_ID_BYTES, 'x');
      return world.tenants.contact(locationId, { emails: [email], id });
    }),
  );

/** Not too big, as long as few of its people are contacts. */
function aBigMail({ emailAddress, contactAddress }: Scene) {
  const people = Array.from({ length: 300 }, (_, index) => `p${index}-${randomUUID()}@example.com`);
  return {
    people,
    from: contactAddress,
    to: [emailAddress, ...people],
    text: 'word '.repeat(40_000),
    html: `<p>${'word '.repeat(75_000)}</p>`,
  };
}

const ledgerEntry = async ({ mailboxId }: Scene, id: string) => (await world.store.ledger(mailboxId))[id];

const failing = { code: 'unstorable', operation: 'firestore.commit' };

describe('a message that Firestore refuses', () => {
  test('stays as it was where it is stored already, and was only to be the mail of others as well', async () => {
    const scene = await aHistoryScene(world);
    const mail = aBigMail(scene);
    const { id, historyId } = scene.account.deliver(mail);
    await scene.push(historyId);
    const [stored, before] = [await world.store.messages(scene.locationId), await ledgerEntry(scene, id)];
    expect(before).toMatchObject({ state: 'stored' });
    const [contact] = await makeContacts(scene, mail.people);
    if (!contact) throw new Error('There are no people');
    expect(resultOf(await scene.fetched({ contact }))).toMatchObject({ stored: 0 });
    expect(await ledgerEntry(scene, id)).toEqual(before);
    expect(await world.store.messages(scene.locationId)).toEqual(stored);
  });

  test('is struck alone: all others of its commit are stored, and after three strikes the sync goes on', async () => {
    const scene = await aScene(world);
    const { account, mailboxId, locationId, aMail, poll } = scene;
    const cursor = account.historyId;
    account.deliver(aMail);
    const poison = account.deliver(await aMailTooBig(scene));
    account.deliver(aMail);

    await expect(poll()).rejects.toMatchObject(failing);
    expect(await world.store.messages(locationId)).toHaveLength(2);
    expect(await world.store.ledger(mailboxId)).toMatchObject({
      [poison.id]: { state: 'struck', strikes: 1, error: 'unstorable' },
    });
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ historyId: cursor, lastError: failing });
    await expect(poll()).rejects.toMatchObject(failing);
    expect(await poll()).toMatchObject({ outcome: 'synced' });

    expect(await world.store.ledger(mailboxId)).toMatchObject({
      [poison.id]: { state: 'skipped', reason: 'failed', error: 'unstorable' },
    });
    expect(await world.store.mailbox(mailboxId)).toMatchObject({
      historyId: account.historyId,
      counters: { stored: 2, skipped: { failed: 1 } },
      lastError: null,
    });
    expect(await world.store.messages(locationId)).toHaveLength(2);
  }, 90_000);
});

describe('a message that our own reading stumbles over', () => {
  /** Gmail's answer with a trap in it, as a bug of ours would spring it. */
  const stumblingAt = (gmailId: string): SyncDeps => ({
    ...world.app,
    gmail: {
      ...world.app.gmail,
      open: async (mailbox) => {
        const gmail = await world.app.gmail.open(mailbox);
        return {
          ...gmail,
          getMessage: async (id) => {
            const message = await gmail.getMessage(id);
            if (id !== gmailId) return message;
            return Object.defineProperty({ ...message }, 'payload', {
              get: () => {
                throw new RangeError('Maximum call stack size exceeded');
              },
            });
          },
        };
      },
    },
  });

  test('is struck, and a later version of us that can read it stores it', async () => {
    const { account, mailboxId, locationId, aMail, poll } = await aScene(world);
    const poison = account.deliver(aMail);
    account.deliver(aMail);

    await expect(poll(stumblingAt(poison.id))).rejects.toMatchObject({ code: 'unreadable' });
    expect(await world.store.messages(locationId)).toHaveLength(1);
    expect(world.logged).toContainEqual({
      event: 'messageUnreadable',
      fields: { mailboxId, gmailId: poison.id, error: expect.any(RangeError) },
    });

    expect(await poll()).toMatchObject({ outcome: 'synced', counts: { stored: 1 } });
    expect(await world.store.messages(locationId)).toHaveLength(2);
    expect(await world.store.mailbox(mailboxId)).toMatchObject({ counters: { stored: 2, skipped: {} } });
  });
});
