import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { beginAudit, noteFindings, turnAuditPage } from '../../../shared/domain/audit/audit.ts';
import { AuditId, ConversationId, type GmailMessageId, MessageId } from '../../../shared/domain/ids.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import { aLiveMailbox, anArrival, aRun, aTenant, change, minutesLater, NOW, stores } from './scenario.ts';
import type { StoreCases, StoreFixture } from './storeFixture.ts';

/** A mailbox with a stored email of each of these minutes, and one that was skipped. */
async function aMailboxOf(fixture: StoreFixture, minutes: readonly number[]) {
  const { mailbox, contact, locationId } = await aTenant(fixture);
  const run = await aRun(fixture, mailbox);
  const arrivals = minutes.map((minute) =>
    anArrival(mailbox, contact, { internalDate: minutesLater(minute), labelIds: ['INBOX', 'UNREAD'] }),
  );
  await run.commit([
    ...arrivals.map((arrival) => stores(arrival, [contact])),
    { type: 'skip', before: undefined, gmailId: anArrival(mailbox, contact).gmailId, reason: 'spam' },
  ]);
  const { contactId } = contact;
  const conversation = { conversationId: ConversationId.of(locationId, contactId), locationId, contactId };
  return { mailbox, run, arrivals, conversation };
}

async function allSince({ store }: StoreFixture, { mailboxId }: Mailbox, since: Date, limit: number) {
  const found: GmailMessageId[] = [];
  let pageToken: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof store.storedSince>> = await store.storedSince(mailboxId, {
      since,
      limit,
      pageToken,
    });
    expect(page.entries.size).toBeLessThanOrEqual(limit);
    found.push(...page.entries.keys());
    pageToken = page.nextPageToken;
  } while (pageToken !== null);
  return found;
}

export const AUDIT_CASES: StoreCases = {
  'stored mail is listed back to a time, that moment included, newest first, each once': async (fixture) => {
    const { mailbox, arrivals } = await aMailboxOf(fixture, [5, 4, 3, 3, 3, 1]);
    const expected = arrivals.slice(0, 5).map(({ gmailId }) => gmailId);
    for (const limit of [1, 2, 5, 9]) {
      const found = await allSince(fixture, mailbox, minutesLater(3), limit);
      expect(found.slice(0, 2)).toEqual(expected.slice(0, 2));
      expect([...found].sort()).toEqual([...expected].sort());
    }
    expect(await allSince(fixture, mailbox, minutesLater(6), 9)).toEqual([]);
  },

  'a message tells where it is and the copy of the mailbox that asks': async (fixture) => {
    const { mailbox, arrivals, conversation } = await aMailboxOf(fixture, [1]);
    const { entries } = await fixture.store.storedSince(mailbox.mailboxId, {
      since: NOW,
      limit: 1,
      pageToken: null,
    });
    const ids = [...entries.values()].flatMap(({ messageIds }) => messageIds);
    const unknown = MessageId(randomUUID());
    const own = await fixture.store.copyPlaces(mailbox.mailboxId, [...ids, unknown]);
    const { locationId, contactId } = conversation;
    expect([...own]).toEqual([
      [
        ids[0],
        {
          locationId,
          contactIds: [contactId],
          copy: expect.objectContaining({ gmailId: arrivals[0]?.gmailId, labels: ['INBOX', 'UNREAD'] }),
        },
      ],
    ]);
    const { mailboxId } = await aLiveMailbox(fixture);
    expect([...(await fixture.store.copyPlaces(mailboxId, ids)).values()]).toMatchObject([{ copy: null }]);
    expect((await fixture.store.copyPlaces(mailboxId, [])).size).toBe(0);
  },

  'a conversation is right after every commit, and so is one that nobody needs': async (fixture) => {
    const { mailbox, run, arrivals, conversation } = await aMailboxOf(fixture, [1, 3, 2]);
    const options = { repair: true, now: NOW };
    const stored = () => fixture.stored.conversations(conversation.locationId);
    const before = await stored();
    expect(before).toMatchObject([{ messageCount: 3, unreadCount: 3 }]);
    expect(await fixture.store.checkConversation(conversation, options)).toBe('right');
    const [, newest] = arrivals;
    if (!newest) throw new Error('There is no arrival');
    const entry = (await fixture.store.readLedger(mailbox.mailboxId, [newest.gmailId])).get(newest.gmailId);
    const messageIds = entry?.state === 'stored' ? entry.messageIds : [];
    const of = { messageIds, locationIds: [conversation.locationId] };
    await run.commit([change(newest, of, { effect: 'deleted' })]);
    expect(await fixture.store.checkConversation(conversation, options)).toBe('right');
    expect(await stored()).toMatchObject([{ messageCount: 2, unreadCount: 2 }]);
    const nobodys = { ...conversation, conversationId: ConversationId(randomUUID()) };
    expect(await fixture.store.checkConversation(nobodys, options)).toBe('right');
    expect(await stored()).toHaveLength(1);
  },

  'a conversation that is unlike its messages is told, and put right only where that is asked for': async (
    fixture,
  ) => {
    const { conversation: ref } = await aMailboxOf(fixture, [1, 3, 2]);
    const check = (repair: boolean) => fixture.store.checkConversation(ref, { repair, now: minutesLater(9) });
    const stored = () => fixture.stored.conversations(ref.locationId);
    const [right] = await stored();
    if (!right) throw new Error('There is no conversation');
    const repaired = { ...right, updatedAt: minutesLater(9) };
    const wrongs = [
      { ...right, messageCount: 7 },
      { ...right, unreadCount: 0 },
      { ...right, lastMessage: null },
      { ...right, lastMessage: right.lastMessage && { ...right.lastMessage, subject: 'another' } },
    ];
    for (const wrong of wrongs) {
      await fixture.putConversation(wrong);
      expect(await check(false)).toBe('wrong');
      expect(await stored()).toEqual([wrong]);
      expect(await check(true)).toBe('wrong');
      expect(await stored()).toEqual([repaired]);
      expect(await check(true)).toBe('right');
    }
  },

  'a conversation that its messages need and that is gone is made anew': async (fixture) => {
    const { conversation: ref } = await aMailboxOf(fixture, [1, 2]);
    const [right] = await fixture.stored.conversations(ref.locationId);
    await fixture.dropConversation(ref.conversationId);
    const check = (repair: boolean) => fixture.store.checkConversation(ref, { repair, now: minutesLater(9) });
    expect(await check(false)).toBe('wrong');
    expect(await fixture.stored.conversations(ref.locationId)).toEqual([]);
    expect(await check(true)).toBe('wrong');
    const anew = { createdAt: minutesLater(9), updatedAt: minutesLater(9) };
    expect(await fixture.stored.conversations(ref.locationId)).toEqual([{ ...right, ...anew }]);
    expect(await check(true)).toBe('right');
  },

  'an audit is kept as it was written, and one that stays as it is is not written': async (fixture) => {
    const { store } = fixture;
    const { mailboxId } = await aLiveMailbox(fixture);
    const auditId = AuditId.of(mailboxId, '2026-11-20');
    expect(await store.readAudit(auditId)).toBeUndefined();
    const asked = { auditId, mailboxId, days: 8, repair: true, now: NOW };
    const begun = await store.changeAudit(auditId, (audit) => beginAudit(audit, asked));
    expect(await store.readAudit(auditId)).toEqual(begun);
    const noted = await store.changeAudit(
      auditId,
      (audit) => audit && noteFindings({ missing: ['a', 'b'] })(audit),
    );
    const turned = await store.changeAudit(
      auditId,
      (audit) => audit && turnAuditPage(audit.place, { next: 'page 2', looked: { arrivals: 2 } }, NOW)(audit),
    );
    expect(noted?.findings).toEqual({ missing: { count: 2, ids: ['a', 'b'], repaired: 0 } });
    expect(await store.readAudit(auditId)).toEqual({
      ...begun,
      place: { step: 'arrivals', pageToken: 'page 2' },
      looked: { arrivals: 2, copies: 0, conversations: 0 },
      findings: { missing: { count: 2, ids: ['a', 'b'], repaired: 2 } },
    });
    expect(await store.changeAudit(auditId, (audit) => audit && beginAudit(audit, asked))).toEqual(turned);
  },

  'live mailboxes are visited once each, in the order of their ids': async (fixture) => {
    const mailboxes = [await aLiveMailbox(fixture), await aLiveMailbox(fixture), await aLiveMailbox(fixture)];
    const [first, ...others] = mailboxes.map(({ mailboxId }) => mailboxId).sort();
    const page = await fixture.store.liveMailboxes({ limit: 1 });
    expect(page.items.map(({ mailboxId }) => mailboxId)).toEqual([first]);
    const { next } = page;
    const rest = await fixture.store.liveMailboxes({ limit: 9, ...(next !== null && { after: next }) });
    expect(rest.items.map(({ mailboxId }) => mailboxId)).toEqual(others);
    expect(rest.next).toBeNull();
  },
};
