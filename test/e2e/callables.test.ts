import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { type CallableCases, CallableStage } from '../support/stack/callableStage.ts';
import { APP_CHECK_CASES } from './callables/appCheckCases.ts';
import { CONNECT_GMAIL_CASES } from './callables/connectGmailCases.ts';
import { DISCONNECT_GMAIL_CASES } from './callables/disconnectGmailCases.ts';
import { EXPLAIN_MESSAGE_CASES } from './callables/explainMessageCases.ts';
import { FETCH_CONTACT_HISTORY_CASES } from './callables/fetchContactHistoryCases.ts';
import { GET_ATTACHMENT_CASES } from './callables/getAttachmentCases.ts';
import { GET_SYNC_STATUS_CASES } from './callables/getSyncStatusCases.ts';
import { LINK_GHL_CASES } from './callables/linkGhlCases.ts';
import { MARK_CONVERSATION_READ_CASES } from './callables/markConversationReadCases.ts';
import { PAYLOAD_CASES } from './callables/payloadCases.ts';
import { PERMISSION_CASES } from './callables/permissionCases.ts';
import { RATE_LIMIT_CASES } from './callables/rateLimitCases.ts';
import { RETRY_OUTBOX_CASES } from './callables/retryOutboxCases.ts';
import { SAVE_CONTACT_CASES } from './callables/saveContactCases.ts';
import { SAVE_LOCATION_CASES } from './callables/saveLocationCases.ts';
import { SEND_MESSAGE_CASES } from './callables/sendMessageCases.ts';
import { SYNC_NOW_CASES } from './callables/syncNowCases.ts';
import { TENANCY_CASES } from './callables/tenancyCases.ts';

let stage: CallableStage;
beforeAll(async () => {
  stage = await CallableStage.start();
});
afterAll(() => stage.stop());

const CASES: Readonly<Record<string, CallableCases>> = {
  'every callable': PERMISSION_CASES,
  'how big a call may be': PAYLOAD_CASES,
  'how often one may call': RATE_LIMIT_CASES,
  'App Check': APP_CHECK_CASES,
  connectGmail: CONNECT_GMAIL_CASES,
  getSyncStatus: GET_SYNC_STATUS_CASES,
  syncNow: SYNC_NOW_CASES,
  disconnectGmail: DISCONNECT_GMAIL_CASES,
  saveContact: SAVE_CONTACT_CASES,
  fetchContactHistory: FETCH_CONTACT_HISTORY_CASES,
  explainMessage: EXPLAIN_MESSAGE_CASES,
  markConversationRead: MARK_CONVERSATION_READ_CASES,
  getAttachment: GET_ATTACHMENT_CASES,
  sendMessage: SEND_MESSAGE_CASES,
  saveLocation: SAVE_LOCATION_CASES,
  'linkGhl and unlinkGhl': LINK_GHL_CASES,
  retryOutbox: RETRY_OUTBOX_CASES,
  'what belongs to others': TENANCY_CASES,
};

describe.each(Object.entries(CASES))('%s', (_, cases) => {
  test.each(Object.entries(cases))('%s', (_, run) => run(stage));
});
