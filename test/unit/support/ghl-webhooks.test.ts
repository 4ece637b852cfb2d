import { createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { stoppedClock } from '../../support/ghl/ghlScene.ts';
import { GhlSimulator } from '../../support/ghl/ghlSimulator.ts';

const clock = stoppedClock();
let simulator: GhlSimulator;
beforeEach(async () => {
  simulator = await GhlSimulator.start({ now: clock.now });
});
afterEach(() => simulator.close());

const ann = () => simulator.addLocation().addContact({ name: 'Ann Lee', email: 'ann@example.com' });

test('an event carries the contact, its location, when it happened and an id of its own', () => {
  const contact = ann();
  const [one, two] = [0, 1].map(() => simulator.webhooks.contactEvent('ContactUpdate', contact));
  expect(one).toMatchObject({
    type: 'ContactUpdate',
    locationId: contact.locationId,
    id: contact.id,
    name: 'Ann Lee',
    firstName: 'Ann',
    lastName: 'Lee',
    email: 'ann@example.com',
    timestamp: clock.now().toISOString(),
  });
  expect(one?.webhookId).toMatch(/^[0-9a-f-]{36}$/);
  expect(one?.webhookId).not.toBe(two?.webhookId);
});

test('the signature is over the raw body: another byte, or another key, and it does not hold', async () => {
  const { body, headers } = simulator.webhooks.signed(
    simulator.webhooks.contactEvent('ContactDelete', ann()),
  );
  const holds = (text: string, key = simulator.webhooks.publicKey) =>
    verify(
      null,
      Buffer.from(text),
      createPublicKey(key),
      Buffer.from(headers['x-ghl-signature'] ?? '', 'base64'),
    );
  expect(holds(body)).toBe(true);
  expect(holds(`${body} `)).toBe(false);
  const other = await GhlSimulator.start();
  expect(holds(body, other.webhooks.publicKey)).toBe(false);
  await other.close();
});

test('a delivery posts the signed bytes, and tells the status that it got', async () => {
  const received = Promise.withResolvers<{ body: string; signature: unknown }>();
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    received.resolve({ body, signature: request.headers['x-ghl-signature'] });
    response.writeHead(202).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const event = simulator.webhooks.contactEvent('ContactCreate', ann());
  expect(await simulator.webhooks.deliver(`http://127.0.0.1:${address.port}/hook`, event)).toBe(202);
  const { body, headers } = simulator.webhooks.signed(event);
  expect(await received.promise).toEqual({ body, signature: headers['x-ghl-signature'] });
  server.close();
  server.closeAllConnections();
});
