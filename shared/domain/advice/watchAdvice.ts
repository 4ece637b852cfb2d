import type { MailboxError } from '../mailbox.ts';
import { errorAdvice } from './failureAdvice.ts';

/** What it means to an agent that Gmail does not notify us. */
export const watchAdvice = (code: MailboxError['code']): string =>
  `${errorAdvice(code)} Until then new mail comes with the poll, every 15 minutes.`;

const PUBLISHER = 'gmail-api-push@system.gserviceaccount.com';

/** What operations can do about it. @param topic `projects/P/topics/T` */
export function watchRemedy(code: MailboxError['code'], topic: string | undefined): string {
  switch (code) {
    case 'topicNotPermitted':
      return `Gmail may not publish to ${topic ?? 'the topic'}: give ${PUBLISHER} the role roles/pubsub.publisher on it (gcloud pubsub topics add-iam-policy-binding ${topic ?? 'TOPIC'} --member=serviceAccount:${PUBLISHER} --role=roles/pubsub.publisher). Renewals then mend it.`;
    case 'watchTaken':
      return 'Another client watches this mailbox, and Gmail allows one: find out who else uses this OAuth client. Each renewal asks again.';
    default:
      return errorAdvice(code);
  }
}
