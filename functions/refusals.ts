import { HttpsError } from 'firebase-functions/https';

/** The same for a mailbox of somebody else: that it exists is not for strangers to know. */
export const unknownMailbox = () =>
  new HttpsError(
    'not-found',
    'You have no mailbox with this id: take it from getSyncStatus. A mailbox is open only to the agent who connected it.',
  );

/** The same for what is in a location that the agent does not work in. */
export const unknownDocument = (what: 'contact' | 'conversation' | 'message' | 'location') =>
  new HttpsError('not-found', `There is no ${what} with this id in the locations that you work in.`);

/** Without one, neither Google nor GHL could send the browser back. */
export const noRedirect = () =>
  new HttpsError(
    'failed-precondition',
    'No address to return to is configured: set APP_BASE_URL, or add this origin to ALLOWED_ORIGINS.',
  );
