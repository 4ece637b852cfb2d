/** Every function by its target name; the paths of a local server are the same. */
export const FUNCTIONS = [
  'gmailPush',
  'syncWorker',
  'oauthCallback',
  'ghlCallback',
  'ghlRelay',
  'ghlWebhook',
  'pollMailboxes',
  'renewWatches',
  'auditMailboxes',
  'connectGmail',
  'disconnectGmail',
  'getSyncStatus',
  'syncNow',
  'saveContact',
  'fetchContactHistory',
  'explainMessage',
  'sendMessage',
  'markConversationRead',
  'getAttachment',
  'saveLocation',
  'linkGhl',
  'unlinkGhl',
  'retryOutbox',
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** Addresses that the outside knows; Hosting rewrites them in the cloud. */
export const ALIASES: Readonly<Record<string, FunctionName>> = {
  '/api/google/callback': 'oauthCallback',
  '/api/crm/callback': 'ghlCallback',
  '/api/webhooks/gmail': 'gmailPush',
  '/api/cron/gmail-sync': 'pollMailboxes',
};
