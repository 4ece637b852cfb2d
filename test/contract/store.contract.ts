import { COMMIT_CASES } from './store/commitCases.ts';
import { CONNECTION_CASES } from './store/connectionCases.ts';
import { COPY_CASES } from './store/copyCases.ts';
import { LEASE_CASES } from './store/leaseCases.ts';
import { LEAVING_CASES } from './store/leavingCases.ts';
import { MAIL_CASES } from './store/mailCases.ts';
import { OVERVIEW_CASES } from './store/overviewCases.ts';
import { READ_CASES } from './store/readCases.ts';
import type { StoreCases } from './store/storeFixture.ts';

/** What the engine needs of its store, by a sentence a case; each case has an empty store of its own. */
export const STORE_CONTRACT: StoreCases = {
  ...LEASE_CASES,
  ...READ_CASES,
  ...COMMIT_CASES,
  ...MAIL_CASES,
  ...COPY_CASES,
  ...CONNECTION_CASES,
  ...OVERVIEW_CASES,
  ...LEAVING_CASES,
};
