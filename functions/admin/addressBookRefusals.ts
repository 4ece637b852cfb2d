import type { EmailAddress } from '../../shared/domain/ids.ts';
import type { SyncError, SyncErrorCode } from '../../shared/domain/syncError.ts';
import type { AccessEnd, AddressBookOutcome } from '../../shared/sync/contacts/readAddressBook.ts';
import { Refused, type Terminal } from './terminal.ts';

const ACCESS: Readonly<Record<AccessEnd, string | undefined>> = {
  ended: undefined,
  leftToMailbox:
    'The access was not ended at Google, which would end that to the person’s connected mailbox as well: it lapses within the hour.',
  leftToLapse: 'Google did not end the access: it lapses by itself within the hour.',
};

/** Whoever wants the access to be over is told where it is not. */
export function noteAccess(terminal: Terminal, access: AccessEnd): void {
  const sentence = ACCESS[access];
  if (sentence !== undefined) terminal.note(sentence);
}

export function refusalOf(
  outcome: Extract<AddressBookOutcome, { outcome: 'refused' }>,
  account: EmailAddress | undefined,
): Refused {
  switch (outcome.reason) {
    case 'codeRejected':
      return new Refused('Google does not take the code, which was too old or used before: run it again.');
    case 'scopeMissing':
      return new Refused(
        'The box for seeing contacts was not ticked on Google’s page: run it again, and tick it.',
      );
    case 'otherAccount':
      return new Refused(
        `These are the contacts of ${outcome.owner}, and not of ${account}: nothing was read. Choose the other account on Google’s page.`,
      );
    default:
      return outcome satisfies never;
  }
}

const SENTENCES: Partial<Record<SyncErrorCode, string>> = {
  rateLimited: 'Google limits how often contacts are read: run it again in a few minutes.',
  dailyLimitExceeded: 'The project’s quota of the People API is used up for today: run it again tomorrow.',
  unauthorized: 'Google ended the access while the contacts were read: run it again.',
  insufficientScope: 'Google did not give access to contacts: run it again, and tick the box for them.',
  forbidden: 'Google does not let this account’s contacts be read: an administrator’s policy may forbid it.',
};

/** What Google refuses once the consent is given; the cause is in the log. */
export function failureOf({ code, operation }: SyncError): Refused | undefined {
  const sentence = SENTENCES[code];
  if (sentence !== undefined) return new Refused(sentence);
  if (code !== 'invalidRequest') return undefined;
  return new Refused(
    operation.startsWith('people.')
      ? 'Google refused to list the contacts: enable the People API (people.googleapis.com) in the project of the OAuth client.'
      : 'Google refused the OAuth client: look at GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET.',
  );
}
