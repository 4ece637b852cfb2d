import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { describeError } from '../../shared/adapters/logging/describeError.ts';
import { EmailAddress } from '../../shared/domain/ids.ts';
import { ghlErrors } from '../support/ghl/ghlError.ts';
import { ghlScene } from '../support/ghl/ghlScene.ts';

let scene: Awaited<ReturnType<typeof ghlScene>>;
beforeEach(async () => {
  scene = await ghlScene({ timeoutMs: 1_000 });
});
afterEach(() => scene.simulator.close());

const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
const logging = () => failure(scene.ghl.logEmail(scene.email(), scene.soon()));

describe('a place that is gone', () => {
  for (const status of [400, 404, 422] as const) {
    test(`is told apart from nonsense, as ${status} too`, async () => {
      const { location, ann, conversation, ghl } = scene;
      location.traps.goneStatus = status;
      location.deleteConversation(conversation.id);
      expect(await logging()).toMatchObject({ code: 'ghlGone', operation: 'ghl.messages.addInbound' });
      expect(await failure(ghl.listEmails({ ghlConversationId: conversation.id }))).toMatchObject({
        code: 'ghlGone',
      });
      location.deleteContact(ann.id);
      expect(await logging()).toMatchObject({ code: 'ghlGone' });
      expect(await failure(ghl.createConversation(ann.id))).toMatchObject({ code: 'ghlGone' });
    });
  }

  test('is also a conversation that is not the contact’s', async () => {
    const { location, ghl, email, soon } = scene;
    const bob = location.addContact({ name: 'Bob', email: 'bob@example.com' });
    expect(await failure(ghl.logEmail(email({ ghlContactId: bob.id }), soon()))).toMatchObject({
      code: 'ghlGone',
    });
  });

  test('is also an email that went with its conversation', async () => {
    const { location, ghl, email, soon, conversation } = scene;
    const { ghlEmailId } = await ghl.logEmail(email(), soon());
    location.deleteConversation(conversation.id);
    expect(await failure(ghl.altIdOf(ghlEmailId ?? ''))).toMatchObject({ code: 'ghlGone' });
  });

  test('is not an address that leads to nothing', async () => {
    const { simulator, link, email, soon } = scene;
    simulator.faults.add({ method: '*', reply: ghlErrors.notFound('POST /conversations/messages/inbound') });
    expect(await failure(link().logEmail(email(), soon()))).toMatchObject({ code: 'invalidRequest' });
  });

  test('is not an email to answer to: the place is still there', async () => {
    const { ghl, email, soon } = scene;
    expect(await failure(ghl.logEmail(email({ replyTo: 'unknown' }), soon()))).toMatchObject({
      code: 'invalidRequest',
    });
    await expect(ghl.logEmail(email(), soon())).resolves.toMatchObject({ ghlMessageId: expect.any(String) });
  });
});

describe('a link that does not open', () => {
  test('a token that GHL no longer takes is unauthorized', async () => {
    scene.simulator.oauth.uninstall(scene.location);
    expect(await logging()).toMatchObject({ code: 'unauthorized' });
  });

  test('an access token of a day ago is unauthorized', async () => {
    const { simulator, location, link, email, soon, clock } = scene;
    const { accessToken } = simulator.oauth.grant(location);
    const ghl = link({ token: () => Promise.resolve(accessToken) });
    await ghl.logEmail(email(), soon());
    clock.pass(86_400_000);
    expect(await failure(ghl.logEmail(email(), soon()))).toMatchObject({ code: 'unauthorized' });
  });

  test('a location that the token is not for, and a scope that it lacks, are forbidden: no new token would help', async () => {
    const { simulator, link } = scene;
    const foreign = link({ ghlLocationId: 'another' });
    const ann = EmailAddress('ann@example.com');
    expect(await failure(foreign.findContact(ann))).toMatchObject({ code: 'forbidden' });
    simulator.faults.add({ method: 'contacts.duplicate', reply: ghlErrors.scope() });
    expect(await failure(scene.ghl.findContact(ann))).toMatchObject({ code: 'forbidden' });
  });

  test('what the token provider throws comes out as it is', async () => {
    const gone = new Error('no link');
    const ghl = scene.link({ token: () => Promise.reject(gone) });
    expect(await failure(ghl.logEmail(scene.email(), scene.soon()))).toBe(gone);
  });
});

describe('limits', () => {
  test('are known after each answer, also one that refuses', async () => {
    const { ghl, clock, location, conversation } = scene;
    expect(ghl.limits).toBeUndefined();
    await ghl.findConversation(scene.ann.id);
    expect(ghl.limits).toEqual({
      at: clock.now(),
      remaining: 99,
      intervalMs: 10_000,
      dailyRemaining: 199_999,
    });
    location.deleteConversation(conversation.id);
    await logging();
    expect(ghl.limits).toMatchObject({ remaining: 98, dailyRemaining: 199_998 });
  });

  test('of ten seconds: come back after them', async () => {
    const { simulator, clock } = scene;
    simulator.limits.enforced = true;
    simulator.limits.max = 1;
    expect(await logging()).toBeUndefined();
    expect(await logging()).toMatchObject({
      code: 'rateLimited',
      retryAt: new Date(clock.now().getTime() + 10_000),
    });
    clock.pass(10_000);
    expect(await logging()).toBeUndefined();
    expect(scene.location.logged()).toHaveLength(2);
  });

  test('of a day: come back when the next one begins', async () => {
    const { simulator, location } = scene;
    simulator.limits.enforced = true;
    location.limits.spendToday(200_000);
    expect(await logging()).toMatchObject({
      code: 'dailyLimitExceeded',
      retryAt: new Date('2026-11-23T00:00:00.000Z'),
    });
  });

  test('without headers: come back after ten seconds', async () => {
    const { simulator, clock, email, soon } = scene;
    const bare = { status: 429, headers: { 'content-type': 'text/html' }, body: '<h1>slow down</h1>' };
    const ghl = scene.link({ fetch: async () => new Response(bare.body, bare) });
    expect(await failure(ghl.logEmail(email(), soon()))).toMatchObject({
      code: 'rateLimited',
      retryAt: new Date(clock.now().getTime() + 10_000),
    });
    expect(simulator.limits.enforced).toBe(false);
  });

  test('a Retry-After counts for more than the interval', async () => {
    const { simulator, clock } = scene;
    const { status, body } = ghlErrors.tooManyRequests();
    simulator.faults.add({ method: '*', reply: { status, body, headers: { 'retry-after': '42' } } });
    expect(await logging()).toMatchObject({ retryAt: new Date(clock.now().getTime() + 42_000) });
  });
});

describe('an email that may have been logged', () => {
  const LOST = [
    ['a cut connection', 'close'],
    ['no answer in time', 'hang'],
    ['500', ghlErrors.internal()],
    ['502 in HTML', { status: 502, body: '<h1>Bad Gateway</h1>' }],
    ['an answer that is cut', { status: 200, body: { messageId: 'x' }, cut: true }],
    ['nonsense', { status: 200, body: '<html>' }],
  ] as const;
  for (const [name, reply] of LOST) {
    for (const when of ['before', 'after'] as const) {
      test(`${name}, ${when} it was: unavailable, and never repeated inside`, async () => {
        scene.simulator.faults.add({ method: 'messages.addInbound', when, reply });
        expect(await logging()).toMatchObject({ code: 'unavailable', operation: 'ghl.messages.addInbound' });
        expect(scene.location.count('messages.addInbound')).toBe(1);
        expect(scene.location.logged()).toHaveLength(when === 'after' ? 1 : 0);
      });
    }
  }

  test('nobody there: unavailable', async () => {
    await scene.simulator.close();
    const error = await logging();
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(describeError(error)).toMatchObject({ causes: [{ message: 'no answer: ECONNREFUSED' }] });
    scene = await ghlScene();
  });
});

describe('an email that was certainly not logged', () => {
  test('an answer without a messageId stored nothing', async () => {
    scene.location.traps.storesNothing = 1;
    expect(await logging()).toMatchObject({ code: 'malformedAnswer' });
    expect(scene.location.logged()).toEqual([]);
    expect(await logging()).toBeUndefined();
  });

  test('an answer without a body stored nothing', async () => {
    scene.simulator.faults.add({ method: 'messages.addInbound', reply: { status: 201 } });
    expect(await logging()).toMatchObject({ code: 'malformedAnswer' });
  });

  test('a provider that GHL does not know is nonsense of ours', async () => {
    const ghl = scene.link({ conversationProviderId: 'unknown' });
    expect(await failure(ghl.logEmail(scene.email(), scene.soon()))).toMatchObject({
      code: 'invalidRequest',
    });
  });
});

describe('nonsense', () => {
  test('a list of contacts that is none', async () => {
    scene.simulator.faults.add({ method: 'contacts.search', reply: { status: 200, body: { contacts: {} } } });
    expect(await failure(scene.ghl.listContacts({ limit: 10 }))).toMatchObject({ code: 'malformedAnswer' });
  });

  test('a place in the list of contacts that is none asks nothing of GHL', async () => {
    for (const after of ['', '{}', '[{}]', '[1']) {
      expect(await failure(scene.ghl.listContacts({ limit: 10, after }))).toMatchObject({
        code: 'invalidRequest',
      });
    }
    expect(scene.location.calls).toEqual([]);
  });

  test('a conversation of somebody else is not the contact’s, whatever GHL found', async () => {
    scene.simulator.faults.add({
      method: 'conversations.search',
      reply: { status: 200, body: { conversations: [{ id: 'x', contactId: 'other' }], total: 1 } },
    });
    expect(await scene.ghl.findConversation(scene.ann.id)).toBeUndefined();
  });

  test('a redirect is not followed with the token', async () => {
    scene.simulator.faults.add({
      method: '*',
      reply: { status: 307, headers: { location: `${scene.simulator.url}/elsewhere` } },
    });
    expect(await logging()).toMatchObject({ code: 'unavailable' });
    expect(scene.location.count('messages.addInbound')).toBe(1);
  });
});

test('no error tells the token, an address, a subject or a body', async () => {
  const { simulator, token } = scene;
  const secret = { subject: 'the subject', text: 'the text', html: '<p>the html</p>' };
  for (const reply of [
    ghlErrors.internal(),
    'close',
    'hang',
    ghlErrors.invalid(['emailTo: bob@example.org']),
  ] as const) {
    simulator.faults.add({ method: '*', reply });
    const error = await failure(scene.ghl.logEmail(scene.email(secret), scene.soon()));
    expect(error).toBeInstanceOf(Error);
    const told = JSON.stringify(describeError(error));
    for (const word of [token, 'bob@example.org', 'the subject', 'the text', 'the html']) {
      expect(told).not.toContain(word);
    }
  }
});
