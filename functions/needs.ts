import type { FunctionName } from './registry.ts';

/** What functions reach beyond Firestore: each is a set of variables and secrets, or of topics to publish to. */
export type Need =
  /** Opens mailboxes: the OAuth client's secret, the keyring, and what Gmail grants. */
  | 'gmail'
  /** Logs at GHL, or links to it: the app's credentials, and the keyring. */
  | 'ghl'
  | 'jobs'
  | 'outbox'
  /** Gmail's notifications are asked for. */
  | 'watch'
  /** How many mails a first sync and a search store. */
  | 'limits'
  /** How much is done at a time. */
  | 'places'
  /** What work that is spread over time is paced by. */
  | 'quota'
  /** Called by Scheduler, or with the cron secret. */
  | 'schedule'
  | 'webhook'
  /** Called by agents' apps. */
  | 'agents'
  /** Sends a browser on to the CRM's app. */
  | 'app'
  | 'redirect';

/** What each function needs, and is given; Terraform gives it no more. */
export const NEEDS: Readonly<Record<FunctionName, readonly Need[]>> = {
  gmailPush: ['gmail', 'jobs', 'outbox', 'places'],
  syncWorker: ['gmail', 'ghl', 'jobs', 'outbox', 'watch', 'limits', 'places'],
  ghlRelay: ['ghl', 'outbox'],
  oauthCallback: ['gmail', 'jobs', 'app'],
  ghlCallback: ['ghl', 'outbox', 'app'],
  ghlWebhook: ['jobs', 'webhook'],
  pollMailboxes: ['schedule', 'jobs', 'outbox', 'watch', 'quota'],
  renewWatches: ['schedule', 'jobs', 'watch', 'quota'],
  auditMailboxes: ['schedule', 'jobs'],
  connectGmail: ['agents', 'app', 'redirect'],
  disconnectGmail: ['agents', 'jobs'],
  getSyncStatus: ['agents'],
  syncNow: ['agents', 'gmail', 'jobs', 'outbox'],
  saveContact: ['agents', 'jobs'],
  fetchContactHistory: ['agents', 'jobs'],
  explainMessage: ['agents', 'gmail'],
  markConversationRead: ['agents', 'gmail', 'jobs', 'outbox'],
  sendMessage: ['agents', 'gmail', 'jobs', 'outbox'],
  getAttachment: ['agents', 'gmail'],
  saveLocation: ['agents'],
  linkGhl: ['agents', 'ghl', 'outbox', 'app', 'redirect'],
  unlinkGhl: ['agents'],
  retryOutbox: ['agents', 'outbox'],
};

/** Of the secrets that stand in the environment, those that only some functions are given. */
const SECRETS: Readonly<Record<string, Need>> = { GOOGLE_CLIENT_SECRET: 'gmail', CRON_SECRET: 'schedule' };

/** The required secrets that a function is not given. Where one process serves all functions, none are left out. */
export function withheldSecrets(target: string | undefined): readonly string[] {
  const needs = Object.entries(NEEDS).find(([name]) => name === target)?.[1];
  if (!needs) return [];
  return Object.entries(SECRETS).flatMap(([secret, need]) => (needs.includes(need) ? [] : secret));
}
