import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { backfillMailbox } from '../../shared/sync/backfillMailbox.ts';
import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
import { aScene } from '../support/scene.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.close());

const storedLines = (mailboxId: string) =>
  world.logged.flatMap(({ event, fields }) =>
    event === 'messageStored' && 'mailboxId' in fields && fields.mailboxId === mailboxId ? fields : [],
  );

test('mail that a notification brings is stored with its latency, and once only', async () => {
  const { account, aMail, push, mailboxId } = await aScene(world);
  const mail = account.deliver(aMail);
  await push(mail.historyId);
  const [line, ...others] = storedLines(mailboxId);
  expect(others).toEqual([]);
  expect(line).toEqual({
    mailboxId,
    runId: expect.any(String),
    gmailId: mail.id,
    trigger: 'push',
    latencyMs: expect.any(Number),
  });
});

test('mail of the first sync, and mail that comes out of spam, is stored without one', async () => {
  const locationId = await world.tenants.location();
  const agent = await world.tenants.agent([locationId]);
  const { emails } = await world.tenants.contact(locationId);
  const { account, mailboxId, emailAddress } = await world.connect(agent);
  const aMail = { from: emails[0] ?? '', to: emailAddress };
  account.deliver(aMail);
  const spam = account.spam({ ...aMail, subject: 'no spam' });
  await backfillMailbox(world.app, mailboxId);
  account.modify(spam.id, { remove: ['SPAM'], add: ['INBOX'] });
  await syncMailbox(world.app, mailboxId, { reason: 'poll' });
  const lines = storedLines(mailboxId);
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toHaveProperty('latencyMs', undefined);
});
