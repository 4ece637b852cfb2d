import type { GmailUnits } from '../../domain/quota.ts';
import type { Gmail } from '../../ports/gmail.ts';

/** The same Gmail, which tells the units of each of the calls that a comparison is made of. */
export function meteredGmail(gmail: Gmail, units: GmailUnits, charge: (units: number) => void): Gmail {
  return {
    ...gmail,
    getMessage: (id) => {
      charge(units['messages.get']);
      return gmail.getMessage(id);
    },
    getLabels: (id) => {
      charge(units['messages.get']);
      return gmail.getLabels(id);
    },
    listMessages: (request) => {
      charge(units['messages.list']);
      return gmail.listMessages(request);
    },
  };
}
