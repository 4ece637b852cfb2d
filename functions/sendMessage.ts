import { HttpsError } from 'firebase-functions/https';
import { sendMessage } from '../shared/sync/sending/sendMessage.ts';
import { callable } from './callable.ts';
import { unknownDocument, unknownMailbox } from './refusals.ts';

/** An agent sends a mail, or an answer, from their own mailbox. */
callable('sendMessage', async (deps, { agent, input }) => {
  const answer = await sendMessage(deps, { agent, input });
  switch (answer.outcome) {
    case 'sent': {
      const { outcome: _, ...sent } = answer;
      return sent;
    }
    case 'refused': {
      const { status, advice, reason, retryAfterSeconds } = answer;
      const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
      throw new HttpsError(status, advice, { reason, ...wait });
    }
    case 'unknownMailbox':
      throw unknownMailbox();
    case 'unknownMessage':
      throw unknownDocument('message');
    default:
      return answer satisfies never;
  }
});
