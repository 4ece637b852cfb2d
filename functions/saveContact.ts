import { HttpsError } from 'firebase-functions/https';
import { saveContact } from '../shared/sync/contacts/saveContact.ts';
import { callable } from './callable.ts';
import { unknownDocument } from './refusals.ts';

/** An agent adds a contact, or changes one. */
callable('saveContact', async (deps, { agent, input }) => {
  const answer = await saveContact(deps, { agent, ...input });
  switch (answer.outcome) {
    case 'saved': {
      const { contactId, jobId } = answer;
      return { contactId, ...(jobId !== undefined && { jobId }) };
    }
    case 'taken': {
      const { email, by: contactId } = answer;
      throw new HttpsError('already-exists', `Another contact of this location has ${email} already.`, {
        email,
        contactId,
      });
    }
    case 'unknown':
      throw unknownDocument('contact');
    case 'unknownLocation':
      throw unknownDocument('location');
    default:
      return answer satisfies never;
  }
});
