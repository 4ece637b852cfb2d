import type { LocationId } from '../ids.ts';
import type { SyncErrorCode } from '../syncError.ts';
import { type Finding, notChecked, ok, warning, wrong } from './finding.ts';

/** What came of one call to GHL with a location's stored link. */
export type LinkFacts =
  | { readonly found: 'opens' }
  | { readonly found: 'notStored' }
  /** Only the relay renews it: a refresh token is spent by its use. */
  | { readonly found: 'expired' }
  | { readonly found: 'failed'; readonly code: SyncErrorCode };

export function judgeLink(locationId: LocationId, facts: LinkFacts): Finding {
  const check = `GHL link of ${locationId}`;
  const link = `npm run admin -- ghl link ${locationId}`;
  switch (facts.found) {
    case 'opens':
      return ok(check, 'GHL takes it');
    case 'notStored':
      return wrong(check, 'what opens it is not stored', link);
    case 'expired':
      return notChecked(
        check,
        'its access token has ended, and is renewed with the next email that is logged',
      );
    case 'failed':
      return judgeFailure(check, facts.code, link);
    default:
      return facts satisfies never;
  }
}

function judgeFailure(check: string, code: SyncErrorCode, link: string): Finding {
  switch (code) {
    case 'unauthorized':
    case 'grantRevoked':
      return wrong(check, 'GHL does not take it any more', link);
    case 'forbidden':
    case 'invalidRequest':
      return wrong(
        check,
        "it does not open the location's contacts: it lacks a scope, or is of another one",
        link,
      );
    case 'undecryptable':
      return wrong(check, 'no key on the keyring opens it', link);
    case 'rateLimited':
    case 'dailyLimitExceeded':
      return warning(check, `GHL limits our calls (${code})`, 'wait: the relay goes on by itself');
    default:
      return notChecked(check, `GHL did not answer (${code})`, 'npm run admin -- doctor --ghl');
  }
}
