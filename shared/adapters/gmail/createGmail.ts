import { gmail } from 'googleapis/build/src/apis/gmail/index.js';
import type { Gmail, MessageSearch } from '../../ports/gmail.ts';
import {
  attachmentAnswer,
  labelsAnswer,
  labelsOfMessageAnswer,
  messageAnswer,
  messageListAnswer,
  noAnswer,
  profileAnswer,
  ref,
  sendAsAnswer,
  threadAnswer,
  watchAnswer,
} from './answers.ts';
import { FIELDS } from './fields.ts';
import { type GmailCallerOptions, gmailCaller } from './gmailCaller.ts';
import { historyAnswer } from './historyAnswer.ts';
import { asUpload, inJson, isSmall } from './outgoing.ts';

export interface GmailOptions extends GmailCallerOptions {
  /** Another origin to call, such as an emulator's; a path in it is ignored. */
  readonly rootUrl?: string | undefined;
}

const userId = 'me';

/** Gmail as the mailbox of `auth` sees it. */
export function createGmail({ rootUrl, ...options }: GmailOptions): Gmail {
  const { users } = gmail({ version: 'v1', auth: options.auth, ...(rootUrl && { rootUrl }) });
  const call = gmailCaller(options);
  return {
    getProfile: () =>
      call({
        operation: 'gmail.getProfile',
        send: (request) => users.getProfile({ userId, fields: FIELDS.profile }, request),
        answer: profileAnswer,
      }),
    listHistory: (page) =>
      call({
        operation: 'gmail.history.list',
        send: (request) =>
          users.history.list({ userId, ...page, maxResults: 500, fields: FIELDS.history }, request),
        answer: historyAnswer,
      }),
    getMessage: (id) =>
      call({
        operation: 'gmail.messages.get',
        send: (request) =>
          users.messages.get({ userId, id, format: 'full', fields: FIELDS.message }, request),
        answer: messageAnswer,
      }),
    getThread: (id) =>
      call({
        operation: 'gmail.threads.get',
        send: (request) => users.threads.get({ userId, id, format: 'full', fields: FIELDS.thread }, request),
        answer: threadAnswer,
      }),
    listMessages: (search) =>
      call({
        operation: 'gmail.messages.list',
        send: (request) =>
          users.messages.list({ userId, ...searchOf(search), fields: FIELDS.messageList }, request),
        answer: messageListAnswer,
      }),
    getLabels: (id) =>
      call({
        operation: 'gmail.messages.get',
        send: (request) =>
          users.messages.get({ userId, id, format: 'minimal', fields: FIELDS.labelsOfMessage }, request),
        answer: labelsOfMessageAnswer,
      }),
    listLabels: () =>
      call({
        operation: 'gmail.labels.list',
        send: (request) => users.labels.list({ userId, fields: FIELDS.labels }, request),
        answer: labelsAnswer,
      }),
    listSendAs: () =>
      call({
        operation: 'gmail.settings.sendAs.list',
        send: (request) => users.settings.sendAs.list({ userId, fields: FIELDS.sendAs }, request),
        answer: sendAsAnswer,
      }),
    sendMessage: (mail) =>
      call({
        operation: 'gmail.messages.send',
        send: (request) =>
          isSmall(mail)
            ? users.messages.send(inJson(mail), request)
            : options.auth.request({ ...request, ...asUpload(mail, rootUrl) }),
        answer: ref,
        limits: SEND_LIMITS,
      }),
    modifyLabels: (ids, { add = [], remove = [] }) =>
      call({
        operation: 'gmail.messages.batchModify',
        send: (request) =>
          users.messages.batchModify(
            { userId, requestBody: { ids: [...ids], addLabelIds: [...add], removeLabelIds: [...remove] } },
            request,
          ),
        answer: noAnswer,
      }),
    getAttachment: (messageId, id) =>
      call({
        operation: 'gmail.messages.attachments.get',
        send: (request) =>
          users.messages.attachments.get({ userId, messageId, id, fields: FIELDS.attachment }, request),
        answer: attachmentAnswer,
      }),
    // Without `labelIds` every label is watched: INBOX alone would miss what is sent or archived by a filter.
    watch: (topicName) =>
      call({
        operation: 'gmail.watch',
        send: (request) => users.watch({ userId, requestBody: { topicName }, fields: FIELDS.watch }, request),
        answer: watchAnswer,
      }),
    stopWatch: () =>
      call({
        operation: 'gmail.stop',
        send: (request) => users.stop({ userId }, request),
        answer: noAnswer,
      }),
  };
}

/**
 * A mail of 25 MB takes its time, and is sent once: cutting the attempt off early only leaves open whether it was sent.
 * The agent's client gives a callable up after 70 s, and is to hear of it before.
 */
const SEND_LIMITS = { timeoutMs: 50_000, attemptTimeoutMs: 50_000 };

/** An empty query is left out: it is no query. */
function searchOf({ query, labelId, everywhere, ...page }: MessageSearch) {
  return {
    ...(query !== '' && { q: query }),
    ...page,
    ...(labelId !== undefined && { labelIds: [labelId] }),
    ...(everywhere && { includeSpamTrash: true }),
  };
}
