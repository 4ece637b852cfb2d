import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EmailAddress } from '../../shared/domain/ids.ts';
import { ghlScene } from '../support/ghl/ghlScene.ts';

let scene: Awaited<ReturnType<typeof ghlScene>>;
beforeEach(async () => {
  scene = await ghlScene();
});
afterEach(() => scene.simulator.close());

describe('logging an email', () => {
  test('puts it into the conversation as it was, and sends nothing', async () => {
    const { ghl, email, location, soon, conversation, clock } = scene;
    const said = email({
      to: ['bob@example.org', 'eve@example.org'].map(EmailAddress),
      cc: [EmailAddress('carl@example.org')],
      bcc: [EmailAddress('dan@example.org')],
      sentAt: new Date(clock.now().getTime() - 3_600_000),
    });
    const answer = await ghl.logEmail(said, soon());
    expect(location.logged()).toEqual([
      expect.objectContaining({
        messageId: answer.ghlMessageId,
        emailId: answer.ghlEmailId,
        conversationId: conversation.id,
        contactId: scene.ann.id,
        type: 'Email',
        altId: said.altId,
        direction: 'inbound',
        date: said.sentAt,
        subject: 'Hello',
        html: '<p>Hello there</p>',
        message: undefined,
        from: 'ann@example.com',
        to: 'bob@example.org',
        cc: ['eve@example.org', 'carl@example.org'],
        bcc: ['dan@example.org'],
      }),
    ]);
    expect(answer.ghlConversationId).toBe(conversation.id);
    expect(location.sent).toEqual([]);
  });

  test('tells both directions', async () => {
    const { ghl, email, location, soon } = scene;
    await ghl.logEmail(email({ direction: 'inbound' }), soon());
    await ghl.logEmail(email({ direction: 'outbound' }), soon());
    expect(location.logged().map(({ direction }) => direction)).toEqual(['inbound', 'outbound']);
  });

  test('puts an answer into the thread of the email that it answers to', async () => {
    const { ghl, email, location, soon } = scene;
    const first = await ghl.logEmail(email(), soon());
    const second = await ghl.logEmail(email({ replyTo: first.ghlEmailId }), soon());
    await ghl.logEmail(email(), soon());
    const [thread, answer, other] = location.logged().map(({ messageId }) => messageId);
    expect(answer).toBe(thread);
    expect(other).not.toBe(thread);
    expect(second.ghlEmailId).not.toBe(first.ghlEmailId);
  });

  test('goes through an extra provider as Custom', async () => {
    const { link, email, location, soon } = scene;
    const conversationProviderId = location.addProvider();
    await link({ conversationProviderId }).logEmail(email(), soon());
    expect(location.logged()).toEqual([expect.objectContaining({ type: 'Custom', conversationProviderId })]);
  });

  test('is not begun after its time, however long the token took', async () => {
    const { link, email, location, clock } = scene;
    const slow = link({
      token: () => {
        clock.pass(61_000);
        return Promise.resolve(scene.token);
      },
    });
    const notAfter = new Date(clock.now().getTime() + 60_000);
    await expect(slow.logEmail(email(), { notAfter })).rejects.toMatchObject({ code: 'leaseLost' });
    expect(location.calls).toEqual([]);
  });
});

describe('finding an email again', () => {
  test('every email of the conversation is found by its altId, page after page', async () => {
    const { ghl, email, soon, conversation, clock } = scene;
    const emails = Array.from({ length: 230 }, () => email());
    for (const each of emails) {
      clock.pass(1_000);
      await ghl.logEmail({ ...each, sentAt: clock.now() }, soon());
    }
    const ids: string[] = [];
    let next: string | undefined;
    do {
      const page = await ghl.listEmails({
        ghlConversationId: conversation.id,
        ...(next !== undefined && { after: next }),
      });
      ids.push(...page.threads.flat());
      next = page.next;
    } while (next !== undefined);
    const altIds = await Promise.all(ids.map((id) => ghl.altIdOf(id)));
    expect(altIds).toEqual(emails.map(({ altId }) => altId).reverse());
  });

  test('an old email of a thread comes before a newer one of another thread', async () => {
    const { ghl, email, soon, conversation, clock } = scene;
    const log = async (replyTo: string | null) => {
      clock.pass(1_000);
      return (await ghl.logEmail(email({ sentAt: clock.now(), replyTo }), soon())).ghlEmailId ?? '';
    };
    const first = await log(null);
    const other = await log(null);
    const answer = await log(first);
    const { threads } = await ghl.listEmails({ ghlConversationId: conversation.id });
    expect(threads).toEqual([[answer, first], [other]]);
  });

  test('what came through an extra provider is found too', async () => {
    const { link, email, location, soon, conversation } = scene;
    const ghl = link({ conversationProviderId: location.addProvider() });
    const { ghlEmailId } = await ghl.logEmail(email(), soon());
    expect(await ghl.listEmails({ ghlConversationId: conversation.id })).toEqual({ threads: [[ghlEmailId]] });
  });

  test('an email that was logged by somebody else without an altId has none', async () => {
    const { ghl, location, conversation, ann, clock } = scene;
    const { emailId } = location.log({
      conversationId: conversation.id,
      contactId: ann.id,
      type: 'Email',
      altId: undefined,
      direction: 'inbound',
      date: clock.now(),
      subject: undefined,
      html: undefined,
      message: 'Hi',
      from: undefined,
      to: undefined,
      cc: [],
      bcc: [],
      conversationProviderId: undefined,
    });
    expect(await ghl.altIdOf(emailId)).toBeUndefined();
  });

  test('an empty conversation has no emails and no next page', async () => {
    const { ghl, conversation } = scene;
    expect(await ghl.listEmails({ ghlConversationId: conversation.id })).toEqual({
      threads: [],
    });
  });
});

describe('contacts', () => {
  test('a contact is found by any of its addresses, and one with a plus sign too', async () => {
    const { ghl, location } = scene;
    const plus = location.addContact({
      name: 'Pat',
      email: 'pat+crm@example.com',
      additionalEmails: ['pat@example.org'],
    });
    expect(await ghl.findContact(EmailAddress('pat+crm@example.com'))).toEqual({ ghlContactId: plus.id });
    expect(await ghl.findContact(EmailAddress('pat@example.org'))).toEqual({ ghlContactId: plus.id });
    expect(await ghl.findContact(EmailAddress('nobody@example.com'))).toBeUndefined();
  });

  test('a contact is created with its name, or without one', async () => {
    const { ghl, location } = scene;
    const named = await ghl.createContact({ email: EmailAddress('new@example.com'), name: ' New One ' });
    const bare = await ghl.createContact({ email: EmailAddress('bare@example.com'), name: '' });
    expect(location.contact(named.ghlContactId)).toMatchObject({ name: 'New One', email: 'new@example.com' });
    expect(location.contact(bare.ghlContactId)).toMatchObject({ name: '', email: 'bare@example.com' });
  });

  test('creating a contact that exists gives that one, and changes nothing of it', async () => {
    const { ghl, location, ann } = scene;
    const before = { ...location.contact(ann.id) };
    expect(await ghl.createContact({ email: EmailAddress('ann@example.com'), name: 'Other' })).toEqual({
      ghlContactId: ann.id,
    });
    expect(location.contact(ann.id)).toEqual(before);
  });

  test('all contacts are listed, each once, also those of one moment', async () => {
    const { ghl, location, ann, clock } = scene;
    const added = Array.from({ length: 24 }, (_, index) => {
      if (index % 5 === 0) clock.pass(1_000);
      return location.addContact({ name: `Contact ${index}`, email: `c${index}@example.com` });
    });
    const ids: string[] = [];
    let next: string | undefined;
    do {
      const page = await ghl.listContacts({ limit: 10, ...(next !== undefined && { after: next }) });
      expect(page.total).toBe(25);
      ids.push(...page.contacts.map(({ ghlContactId }) => ghlContactId));
      next = page.next;
    } while (next !== undefined);
    expect(ids).toHaveLength(25);
    expect(new Set(ids)).toEqual(new Set([ann, ...added].map(({ id }) => id)));
  });

  test('a listed contact has its name and all its sound addresses', async () => {
    const { ghl, location, ann } = scene;
    location.updateContact(ann.id, { additionalEmails: ['Ann.Lee@Example.org', 'no address'] });
    const { contacts } = await ghl.listContacts({ limit: 10 });
    expect(contacts).toEqual([
      { ghlContactId: ann.id, name: 'Ann Lee', emails: ['ann@example.com', 'ann.lee@example.org'] },
    ]);
  });
});

describe('conversations', () => {
  test('the contact’s own one is found', async () => {
    const { ghl, location, ann, conversation } = scene;
    const bob = location.addContact({ name: 'Bob', email: 'bob@example.com' });
    expect(await ghl.findConversation(ann.id)).toEqual({ ghlConversationId: conversation.id });
    expect(await ghl.findConversation(bob.id)).toBeUndefined();
  });

  test('one is created where there is none', async () => {
    const { ghl, location } = scene;
    const bob = location.addContact({ name: 'Bob', email: 'bob@example.com' });
    const { ghlConversationId } = await ghl.createConversation(bob.id);
    expect(await ghl.findConversation(bob.id)).toEqual({ ghlConversationId });
  });

  test('one that GHL’s search does not find yet is to be looked for later', async () => {
    const { ghl, location, ann, conversation, clock } = scene;
    location.traps.searchLagMs = 5_000;
    expect(await ghl.findConversation(ann.id)).toBeUndefined();
    const refusal = await ghl.createConversation(ann.id).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'unavailable', retryAt: new Date(clock.now().getTime() + 10_000) });
    clock.pass(10_000);
    expect(await ghl.findConversation(ann.id)).toEqual({ ghlConversationId: conversation.id });
  });
});
