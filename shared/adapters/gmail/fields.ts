/**
 * What Gmail is asked to send, one mask a call. A mask cannot be recursive, so a payload comes whole.
 * Masks cost no quota and keep the answers to what is parsed.
 */
const REF = 'id,threadId,labelIds';
const MESSAGE = 'id,threadId,labelIds,snippet,historyId,internalDate,sizeEstimate,payload';
const LABEL_CHANGE = `(labelIds,message(${REF}))`;

export const FIELDS = {
  profile: 'emailAddress,historyId',
  history: `history(id,messagesAdded/message(${REF}),messagesDeleted/message(${REF}),labelsAdded${LABEL_CHANGE},labelsRemoved${LABEL_CHANGE}),historyId,nextPageToken`,
  message: MESSAGE,
  thread: `messages(${MESSAGE})`,
  messageList: 'messages(id,threadId),resultSizeEstimate,nextPageToken',
  // With the id, a message without labels is no empty answer.
  labelsOfMessage: 'id,labelIds',
  labels: 'labels(id)',
  sendAs: 'sendAs(sendAsEmail,displayName,isPrimary,verificationStatus)',
  sent: 'id,threadId,labelIds',
  attachment: 'size,data',
  watch: 'historyId,expiration',
} as const;
