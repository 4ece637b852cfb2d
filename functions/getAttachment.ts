import { HttpsError } from 'firebase-functions/https';
import { getAttachment } from '../shared/sync/agents/getAttachment.ts';
import { callable } from './callable.ts';
import { unknownDocument } from './refusals.ts';

/** An agent opens an attachment, or a body that was too long to be stored: its bytes are in Gmail. */
callable('getAttachment', async (deps, { agent, input }) => {
  const answer = await getAttachment(deps, { agent, ...input });
  if (answer === 'unknown') throw unknownDocument('message');
  switch (answer.outcome) {
    case 'given': {
      const { outcome: _, ...file } = answer;
      return file;
    }
    case 'absent':
      throw new HttpsError('not-found', answer.advice);
    case 'refused':
      throw new HttpsError('failed-precondition', answer.advice);
    default:
      return answer satisfies never;
  }
});
