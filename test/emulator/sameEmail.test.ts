import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
import { aScene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const OFFER =
  'The flat in Harbour Street is still free. We could meet there on Saturday at ten in the morning.';
const FORGED =
  'Your invoice is overdue. Please transfer the deposit to the account below before Friday noon.';
const FOOTER = '\n\n--\nEstio Ltd, 1 Quay Road';

/** Two agents of a location, and a mail from their contact with all its headers given. */
async function aCouple() {
  const scene = await aScene(world);
  const colleague = await world.liveMailbox(await world.tenants.agent([scene.locationId]));
  const headers = {
    from: scene.contactAddress,
    to: [scene.emailAddress, colleague.emailAddress],
    messageId: `once.${scene.mailboxId}@example.net`,
    date: new Date('2026-11-20T09:00:00Z'),
    subject: 'The flat',
  };
  const syncBoth = async () => {
    for (const { mailboxId } of [scene, colleague])
      await syncMailbox(world.app, mailboxId, { reason: 'poll' });
  };
  return { ...scene, colleague, headers, syncBoth };
}

describe('the same headers in two mailboxes of a location', () => {
  test('are one message with two copies where they head the same mail', async () => {
    const { account, colleague, headers, locationId, mailboxId, syncBoth } = await aCouple();
    account.deliver({ ...headers, text: OFFER });
    colleague.account.deliver({ ...headers, text: `${OFFER}${FOOTER}` });
    await syncBoth();
    expect(await world.store.messages(locationId)).toMatchObject([
      { copies: { [mailboxId]: { differs: false }, [colleague.mailboxId]: { differs: true } } },
    ]);
    expect(await world.store.conversations(locationId)).toMatchObject([{ messageCount: 1 }]);
  });

  test.each([
    ['before', [FORGED, OFFER]],
    ['after', [OFFER, FORGED]],
  ])('hide nothing where one of them was forged, be it stored %s the other', async (_, [first, second]) => {
    const { account, colleague, headers, locationId, syncBoth } = await aCouple();
    account.deliver({ ...headers, text: first });
    colleague.account.deliver({ ...headers, text: second });
    await syncBoth();
    const messages = await world.store.messages(locationId);
    expect(messages.map(({ body }) => body.text).sort()).toEqual([OFFER, FORGED].sort());
    expect(await world.store.conversations(locationId)).toMatchObject([{ messageCount: 2, unreadCount: 2 }]);
  });
});

describe('the same headers twice in one mailbox', () => {
  test('are two messages, because they are two for Gmail and for the person who sees them', async () => {
    const { account, headers, locationId, poll } = await aCouple();
    account.deliver({ ...headers, text: OFFER });
    account.deliver({ ...headers, text: OFFER });
    await poll();
    expect(await world.store.messages(locationId)).toHaveLength(2);
  });
});

test('a Message-ID that is used again for another mail hides nothing', async () => {
  const { account, colleague, headers, locationId, syncBoth } = await aCouple();
  account.deliver({ ...headers, text: OFFER });
  colleague.account.deliver({ ...headers, text: OFFER, subject: 'Another flat' });
  await syncBoth();
  expect(await world.store.messages(locationId)).toHaveLength(2);
});
