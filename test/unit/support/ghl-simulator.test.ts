import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { stoppedClock } from '../../support/ghl/ghlScene.ts';
import { GhlSimulator } from '../../support/ghl/ghlSimulator.ts';
import { restClient } from '../../support/ghl/restClient.ts';

async function start(seed?: string) {
  const clock = stoppedClock();
  const simulator = await GhlSimulator.start({ now: clock.now, seed });
  const location = simulator.addLocation();
  const ann = location.addContact({ name: 'Ann Lee', email: 'ann@example.com', tags: ['client'] });
  const conversation = location.addConversation(ann.id);
  const rest = restClient(simulator, location);
  const inbound = (more: Record<string, unknown> = {}) =>
    rest('POST', '/conversations/messages/inbound', {
      json: { type: 'Email', contactId: ann.id, conversationId: conversation.id, message: 'Hi', ...more },
    });
  return { clock, simulator, location, ann, conversation, rest, inbound };
}

let scene: Awaited<ReturnType<typeof start>>;
beforeEach(async () => {
  scene = await start();
});
afterEach(() => scene.simulator.close());

describe('an inbound email', () => {
  test('is outbound unless told otherwise, and of this moment', async () => {
    await scene.inbound();
    expect(scene.location.logged()).toEqual([
      expect.objectContaining({ direction: 'outbound', date: scene.clock.now(), altId: undefined }),
    ]);
  });

  test('answers with ids of the thread and of the email', async () => {
    const { body } = await scene.inbound({ altId: 'ours', direction: 'inbound' });
    const [email] = scene.location.logged({ contactId: scene.ann.id });
    expect(body).toMatchObject({
      success: true,
      conversationId: scene.conversation.id,
      messageId: email?.messageId,
      emailMessageId: email?.emailId,
    });
  });

  test('is refused where its body is none of theirs', async () => {
    for (const wrong of [
      { type: 'Fax' },
      { direction: 'sideways' },
      { date: 'yesterday' },
      { emailTo: ['ann@example.com'] },
      { emailCc: 'ann@example.com' },
      { contactId: '' },
    ]) {
      expect((await scene.inbound(wrong)).status).toBe(422);
    }
    expect(scene.location.logged()).toEqual([]);
  });

  test('needs a contact and a conversation that exist and belong together', async () => {
    const bob = scene.location.addContact({ name: 'Bob', email: 'bob@example.com' });
    expect((await scene.inbound({ contactId: bob.id })).status).toBe(400);
    expect((await scene.inbound({ contactId: 'unknown' })).body).toMatchObject({
      message: 'Contact with id unknown not found',
    });
    expect((await scene.inbound({ conversationId: 'unknown' })).status).toBe(400);
    expect(scene.location.logged()).toEqual([]);
  });

  test('answers only to an email of its own conversation', async () => {
    const bob = scene.location.addContact({ name: 'Bob', email: 'bob@example.com' });
    const { id: conversationId } = scene.location.addConversation(bob.id);
    await scene.inbound();
    const [{ emailId: emailMessageId } = { emailId: '' }] = scene.location.logged();
    expect((await scene.inbound({ contactId: bob.id, conversationId, emailMessageId })).status).toBe(400);
    expect((await scene.inbound({ emailMessageId })).status).toBe(200);
  });

  test('as Custom without a provider is answered 201 without a body, and not stored', async () => {
    expect(await scene.inbound({ type: 'Custom' })).toMatchObject({ status: 201, body: undefined });
    expect(scene.location.logged()).toEqual([]);
  });

  test('as Email lands in the default channel, whatever its provider', async () => {
    const conversationProviderId = scene.location.addProvider();
    await scene.inbound({ conversationProviderId });
    expect(scene.location.logged()).toEqual([
      expect.objectContaining({ type: 'Email', conversationProviderId: undefined }),
    ]);
  });

  test('is kept in order of arrival, also when its contact is deleted', async () => {
    await scene.inbound({ altId: 'first', date: '2026-11-22T11:00:00Z' });
    await scene.inbound({ altId: 'second', date: '2026-11-21T11:00:00+02:00' });
    scene.location.deleteContact(scene.ann.id);
    expect(scene.location.logged().map(({ altId }) => altId)).toEqual(['first', 'second']);
    expect((await scene.rest('GET', `/conversations/${scene.conversation.id}/messages`)).status).toBe(400);
  });
});

test('sending a real mail is on record, so that a test can say that it never happens', async () => {
  expect(scene.location.sent).toEqual([]);
  await scene.rest('POST', '/conversations/messages', { json: { type: 'Email', html: 'Hi' } });
  expect(scene.location.sent).toEqual([{ type: 'Email', html: 'Hi' }]);
});

describe('contacts', () => {
  test('an upsert takes away the tags that it does not name', async () => {
    const json = { locationId: scene.location.id, email: 'ann@example.com', tags: ['ours'] };
    const { body } = await scene.rest('POST', '/contacts/upsert', { json });
    expect(body).toMatchObject({ new: false, contact: { id: scene.ann.id, tags: ['ours'] } });
  });

  test('a second one of the same address is refused, unless the location allows it', async () => {
    const json = { locationId: scene.location.id, email: 'ANN@example.com' };
    expect(await scene.rest('POST', '/contacts/', { json })).toMatchObject({
      status: 400,
      body: { meta: { contactId: scene.ann.id, matchingField: 'email' } },
    });
    scene.location.traps.duplicatedContacts = true;
    expect((await scene.rest('POST', '/contacts/', { json })).status).toBe(201);
  });

  test('are changed and deleted, with their conversation', async () => {
    const path = `/contacts/${scene.ann.id}`;
    await scene.rest('PUT', path, { json: { name: 'Ann Smith' } });
    expect((await scene.rest('GET', path)).body).toMatchObject({
      contact: { firstName: 'Ann', lastName: 'Smith' },
    });
    expect((await scene.rest('DELETE', path)).body).toEqual({ succeded: true });
    expect((await scene.rest('GET', path)).status).toBe(400);
    expect(scene.location.conversations.size).toBe(0);
  });

  test('of an address with a plus sign are found only where it is encoded', async () => {
    scene.location.addContact({ name: 'Pat', email: 'p+q@example.com' });
    const find = (email: string) =>
      scene.rest('GET', `/contacts/search/duplicate?locationId=${scene.location.id}&email=${email}`);
    expect((await find('p+q@example.com')).body).toEqual({ contact: null });
    expect((await find('p%2Bq@example.com')).body).toMatchObject({ contact: { name: 'Pat' } });
  });
});

test('a contact has one conversation, which the search may not know yet', async () => {
  const { rest, location, ann, clock, conversation } = scene;
  location.traps.searchLagMs = 1_000;
  const json = { locationId: location.id, contactId: ann.id };
  const find = () => rest('GET', `/conversations/search?locationId=${location.id}&contactId=${ann.id}`);
  expect((await rest('POST', '/conversations/', { json })).status).toBe(400);
  expect((await find()).body).toMatchObject({ total: 0 });
  clock.pass(1_000);
  expect((await find()).body).toMatchObject({ conversations: [{ id: conversation.id }], total: 1 });
});

describe('who may call', () => {
  test('nobody without a token, with an unknown one, or with a wrong version', async () => {
    const path = `/contacts/${scene.ann.id}`;
    const status = async (headers: Record<string, string>) =>
      (await scene.rest('GET', path, { headers })).status;
    expect(await status({})).toBe(200);
    expect(await status({ authorization: '' })).toBe(401);
    expect(await status({ authorization: 'Bearer unknown' })).toBe(401);
    expect(await status({ version: '2020-01-01' })).toBe(401);
    const bare = await fetch(`${scene.simulator.url}${path}`, {
      headers: { authorization: `Bearer ${scene.simulator.token(scene.location)}` },
    });
    expect(await bare.json()).toEqual({ statusCode: 401, message: 'version header was not found.' });
  });

  test('only for the token’s own location', async () => {
    const other = scene.simulator.addLocation();
    const theirs = other.addContact({ name: 'Theirs', email: 'theirs@example.com' });
    const found = await scene.rest(
      'GET',
      `/contacts/search/duplicate?locationId=${other.id}&email=theirs@example.com`,
    );
    expect(found.status).toBe(403);
    expect((await scene.rest('GET', `/contacts/${theirs.id}`)).status).toBe(400);
  });
});

describe('faults', () => {
  test('hit the calls of a method and a location, before or after their effect', async () => {
    const { simulator, location } = scene;
    const method = 'messages.addInbound';
    const other = simulator.addLocation();
    simulator.faults.add({ method, account: other.id, reply: { status: 500 } });
    simulator.faults.add({ method, when: 'after', reply: { status: 502 } });
    simulator.faults.add({ method, reply: 'close', skip: 1 });
    expect((await scene.inbound({ altId: 'lost answer' })).status).toBe(502);
    expect((await scene.inbound({ altId: 'sound' })).status).toBe(200);
    await expect(scene.inbound({ altId: 'never arrived' })).rejects.toThrow('fetch failed');
    expect(location.logged().map(({ altId }) => altId)).toEqual(['lost answer', 'sound']);
    expect(location.calls.map(({ status }) => status)).toEqual([502, 200, 0]);
    expect(simulator.faults.pending).toHaveLength(1);
  });

  test('without a socket a cut connection and one that hangs look the same', async () => {
    const { simulator, location, ann, conversation } = scene;
    const headers = { authorization: `Bearer ${simulator.token(location)}`, version: '2021-04-15' };
    const body = JSON.stringify({ type: 'Email', contactId: ann.id, conversationId: conversation.id });
    const post = (signal?: AbortSignal) =>
      simulator.fetch(`${simulator.url}/conversations/messages/inbound`, {
        method: 'POST',
        headers,
        body,
        ...(signal && { signal }),
      });
    simulator.faults.add({ method: '*', when: 'after', reply: 'close' });
    simulator.faults.add({ method: '*', when: 'before', reply: 'hang' });
    await expect(post()).rejects.toThrow('fetch failed');
    await expect(post(AbortSignal.timeout(20))).rejects.toMatchObject({ name: 'TimeoutError' });
    const answer = await post();
    expect(answer.headers.get('x-ratelimit-max')).toBe('100');
    expect(await answer.json()).toMatchObject({ success: true });
    expect(location.logged()).toHaveLength(2);
  });
});

test('the same seed gives the same ids and tokens', async () => {
  const [one, two] = [await start('a seed'), await start('a seed')];
  expect([one.location.id, one.ann.id, one.simulator.token(one.location)]).toEqual([
    two.location.id,
    two.ann.id,
    two.simulator.token(two.location),
  ]);
  expect(one.location.id).toMatch(/^[A-Za-z0-9]{20}$/);
  await Promise.all([one, two].map(({ simulator }) => simulator.close()));
});
