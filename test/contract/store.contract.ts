import { AUDIT_CASES } from './store/auditCases.ts';
import { COMMIT_CASES } from './store/commitCases.ts';
import { CONNECTION_CASES } from './store/connectionCases.ts';
import { CONVERSATION_CASES } from './store/conversationCases.ts';
import { COPY_CASES } from './store/copyCases.ts';
import { GHL_LINK_CASES } from './store/ghlLinkCases.ts';
import { HEALTH_CASES } from './store/healthCases.ts';
import { IMPORT_CASES } from './store/importCases.ts';
import { LEASE_CASES } from './store/leaseCases.ts';
import { LEAVING_CASES } from './store/leavingCases.ts';
import { MAIL_CASES } from './store/mailCases.ts';
import { MERGE_CASES } from './store/mergeCases.ts';
import { OUTBOX_CASES } from './store/outboxCases.ts';
import { OVERVIEW_CASES } from './store/overviewCases.ts';
import { PERSON_CASES } from './store/personCases.ts';
import { QUOTA_CASES } from './store/quotaCases.ts';
import { READ_CASES } from './store/readCases.ts';
import { RELAY_CASES } from './store/relayCases.ts';
import { ROUND_CASES } from './store/roundCases.ts';
import { SEALED_CASES } from './store/sealedCases.ts';
import { SEND_CASES } from './store/sendCases.ts';
import type { StoreCases } from './store/storeFixture.ts';
import { TENANCY_CASES } from './store/tenancyCases.ts';

/** What the engine needs of its store, by a sentence a case; each case has an empty store of its own. */
export const STORE_CONTRACT: StoreCases = {
  ...LEASE_CASES,
  ...READ_CASES,
  ...COMMIT_CASES,
  ...MAIL_CASES,
  ...COPY_CASES,
  ...CONVERSATION_CASES,
  ...AUDIT_CASES,
  ...MERGE_CASES,
  ...CONNECTION_CASES,
  ...GHL_LINK_CASES,
  ...HEALTH_CASES,
  ...SEALED_CASES,
  ...OVERVIEW_CASES,
  ...LEAVING_CASES,
  ...OUTBOX_CASES,
  ...QUOTA_CASES,
  ...RELAY_CASES,
  ...ROUND_CASES,
  ...SEND_CASES,
  ...TENANCY_CASES,
  ...IMPORT_CASES,
  ...PERSON_CASES,
};
