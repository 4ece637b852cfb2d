import { HttpsError } from 'firebase-functions/https';
import { markConversationRead } from '../shared/sync/agents/markConversationRead.ts';
import { callable } from './callable.ts';
import { unknownDocument } from './refusals.ts';

/** An agent has read a conversation, or wants it to look unread: here and in Gmail. */
callable('markConversationRead', async (deps, { agent, input }) => {
  const answer = await markConversationRead(deps, { agent, ...input });
  if (answer === 'unknown') throw unknownDocument('conversation');
  if (answer.outcome === 'refused') throw new HttpsError('failed-precondition', answer.advice);
  const { outcome: _, ...marked } = answer;
  return marked;
});
