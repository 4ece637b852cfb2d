import { describe, expect, test } from '@jest/globals';
import { emptyConversation } from '../../../shared/domain/conversation.ts';
import {
  conversationOf,
  isOld,
  type OldConversation,
} from '../../../shared/domain/conversations/oldConversation.ts';
import { planMove, planRemoval } from '../../../shared/domain/conversations/planMerge.ts';
import { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { aContact } from '../../support/builders.ts';
import { anOldMessage, BEGUN } from '../../support/merging/oldConversations.ts';

const now = new Date('2026-11-20T10:00:00Z');
const [ann, ben] = [aContact(), aContact()];
const owner = { locationId: ann.locationId, contactId: ann.contactId };
const to = conversationOf(owner);
const [from, other] = [ConversationId('old'), ConversationId('other')];
const old: OldConversation = { conversationId: from, owner, createdAt: BEGUN, isWhole: false };
const own = emptyConversation(to.conversationId, owner.locationId, owner.contactId, now);
const bens = { ...own, locationId: ben.locationId, contactId: ben.contactId };

describe('a conversation is old', () => {
  test.each([
    [true, 'under an id that follows from nothing', old],
    [false, 'not under its contact’s own id', { ...old, conversationId: to.conversationId }],
    [false, 'not where it does not say whose it is', { ...old, owner: null }],
    [true, 'under the id of another contact', { ...old, conversationId: conversationOf(ben).conversationId }],
  ])('(%s) %s', (expected, _, found) => {
    expect(isOld(found)).toBe(expected);
  });
});

describe('messages that move', () => {
  const move = (names: readonly ConversationId[], target = own) => {
    const message = anOldMessage(owner.locationId, [owner.contactId], names);
    return planMove(target, [{ messageId: message.messageId, message }], { from, to, now });
  };

  test.each([
    ['name the new one instead', [from], [to.conversationId], 1],
    ['keep what else they name', [other, from], [other, to.conversationId], 1],
    ['name it once, and are not counted again', [to.conversationId, from], [to.conversationId], 0],
  ])('%s', (_, names, conversationIds, messageCount) => {
    expect(move(names)).toMatchObject({
      messages: [{ conversationIds }],
      conversation: { conversationId: to.conversationId, messageCount },
    });
  });

  test('move nowhere where somebody else’s conversation is, and none moves without the others', () => {
    expect(move([from], bens)).toMatchObject({ objection: { outcome: 'conflict' } });
    const message = anOldMessage(owner.locationId, [owner.contactId], [from]);
    const unreadable = { messageId: MessageId('odd'), message: null };
    const plan = planMove(own, [{ messageId: message.messageId, message }, unreadable], { from, to, now });
    expect(plan).toEqual({
      objection: { outcome: 'unreadable', reason: 'message', messageId: unreadable.messageId },
    });
  });

  test('that are none write no conversation', () => {
    expect(planMove(own, [], { from, to, now })).toEqual({ messages: [], conversation: undefined });
  });
});

describe('an old conversation', () => {
  const state = { old, isNamed: false, target: own };
  const made = { ...own, createdAt: BEGUN };
  const older = { ...own, createdAt: new Date(BEGUN.getTime() - 1) };

  test.each([
    ['goes, and leaves its beginning', state, { write: made }],
    ['goes, and one that is older stays as it is', { ...state, target: older }, { write: null }],
    [
      'that does not say when it began goes without a trace',
      { ...state, old: { ...old, createdAt: null } },
      { write: null },
    ],
    [
      'that is the only one makes room for the one that arrivals go to',
      { ...state, target: undefined },
      { write: made },
    ],
    ['that a message names stays', { ...state, isNamed: true }, 'kept'],
    [
      'that says by now that it is another contact’s stays',
      { ...state, old: { ...old, owner: ben } },
      'kept',
    ],
    ['whose contact’s place is another one’s stays', { ...state, target: bens }, 'kept'],
    ['that is gone is gone', { ...state, old: undefined }, 'gone'],
  ])('%s', (_, read, plan) => {
    expect(planRemoval(read, old, { to, now })).toEqual(plan);
  });
});
