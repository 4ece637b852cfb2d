import { fetchContactHistory } from '../shared/sync/history/fetchContactHistory.ts';
import { callable } from './callable.ts';
import { unknownDocument } from './refusals.ts';

/** An agent wants to see what was written with a contact before. */
callable('fetchContactHistory', async (deps, { agent, input: { contactId, before = null } }) => {
  const answer = await fetchContactHistory(deps, { agent, contactId, before });
  if (answer === 'unknown') throw unknownDocument('contact');
  return answer;
});
