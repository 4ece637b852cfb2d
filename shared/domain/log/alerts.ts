import { GMAIL_QUOTA } from '../quota/gmailUnits.ts';
import type { LOG_METRICS } from './metrics.ts';

/** Over a window of `minutes`. */
type Condition =
  /** More lines than that. */
  | { readonly kind: 'count'; readonly above: number; readonly minutes: number }
  /** The values together: in PromQL the increase of the distribution's `_sum`. */
  | { readonly kind: 'sum'; readonly above: number; readonly minutes: number }
  | { readonly kind: 'p95'; readonly above: number; readonly minutes: number }
  /** Nothing at all. */
  | { readonly kind: 'absent'; readonly minutes: number };

export interface Alert {
  readonly meaning: string;
  /** Of ours, or one that Google Cloud has by itself. */
  readonly on:
    | { readonly metric: keyof typeof LOG_METRICS; readonly label?: Readonly<Record<string, string>> }
    | { readonly platform: string };
  readonly condition: Condition;
  /** The section of docs/runbook.md. */
  readonly runbook: string;
}

/** Every alert: a person is called, and finds what to do in the runbook. */
export const ALERTS = {
  slow: {
    meaning: 'Mail takes long from Gmail to its conversation.',
    on: { metric: 'sync_latency', label: { trigger: 'push' } },
    condition: { kind: 'p95', above: 10_000, minutes: 15 },
    runbook: 'mail-comes-late',
  },
  pollMissing: {
    meaning: 'The poll has not come to the end of a round for three quarters of an hour.',
    on: { metric: 'polls', label: { outcome: 'finished' } },
    condition: { kind: 'absent', minutes: 50 },
    runbook: 'the-poll-does-not-finish',
  },
  mailboxFailing: {
    meaning: 'Syncs end in errors that a repeat does not heal.',
    on: { metric: 'sync_failures' },
    condition: { kind: 'count', above: 0, minutes: 15 },
    runbook: 'a-mailbox-does-not-sync',
  },
  grantsRevoked: {
    meaning: 'Many agents have to connect their mailboxes again.',
    on: { metric: 'grants_revoked' },
    condition: { kind: 'count', above: 5, minutes: 60 },
    runbook: '401-a-mailbox-wants-its-agent-again',
  },
  watchRefused: {
    meaning: 'Gmail will not notify us of mailboxes: they are synced by the poll alone.',
    on: { metric: 'watches_refused' },
    condition: { kind: 'count', above: 0, minutes: 60 },
    runbook: 'a-watch-has-lapsed-or-is-refused',
  },
  watchesEnding: {
    meaning: 'Watches end within two days: the daily renewal has failed for days.',
    on: { metric: 'watches_ending' },
    condition: { kind: 'sum', above: 0, minutes: 60 },
    runbook: 'a-watch-has-lapsed-or-is-refused',
  },
  watchesLapsed: {
    meaning: 'Watches have ended: the daily renewal has failed for a week.',
    on: { metric: 'watches_lapsed' },
    condition: { kind: 'sum', above: 0, minutes: 60 },
    runbook: 'a-watch-has-lapsed-or-is-refused',
  },
  stuck: {
    meaning: 'Many runs die, or do not come to their end.',
    on: { metric: 'polls_stuck' },
    condition: { kind: 'sum', above: 20, minutes: 60 },
    runbook: 'a-mailbox-does-not-sync',
  },
  quotaUsed: {
    meaning: 'Runs use most of what Gmail grants the project.',
    on: { metric: 'gmail_units' },
    condition: { kind: 'sum', above: 0.8 * 5 * GMAIL_QUOTA.project, minutes: 5 },
    runbook: 'gmails-quota-is-used-up',
  },
  mailboxesPaused: {
    meaning: 'Gmail limits many mailboxes.',
    on: { metric: 'mailboxes_paused' },
    condition: { kind: 'count', above: 50, minutes: 15 },
    runbook: 'gmails-quota-is-used-up',
  },
  bulkDeferred: {
    meaning: 'Work that can wait has waited for the project’s quota for hours.',
    on: { metric: 'bulk_deferred' },
    condition: { kind: 'count', above: 1_000, minutes: 240 },
    runbook: 'gmails-quota-is-used-up',
  },
  deadLetters: {
    meaning: 'Pub/Sub has given messages up.',
    on: { platform: 'pubsub.googleapis.com/subscription/dead_letter_message_count' },
    condition: { kind: 'count', above: 0, minutes: 5 },
    runbook: 'dead-letters',
  },
  messageFailing: {
    meaning: 'Mails cannot be read.',
    on: { metric: 'messages_failed' },
    condition: { kind: 'count', above: 10, minutes: 60 },
    runbook: 'a-mail-that-cannot-be-read',
  },
  ghlDown: {
    meaning: 'Outboxes wait because GHL limits them or does not answer.',
    on: { metric: 'ghl_pauses' },
    condition: { kind: 'count', above: 20, minutes: 60 },
    runbook: 'ghl-is-down-or-slow',
  },
  outboxOverdue: {
    meaning: 'Mail of a location has waited for more than an hour to be logged at GHL.',
    on: { metric: 'outbox_overdue' },
    condition: { kind: 'p95', above: 3_600_000, minutes: 30 },
    runbook: 'ghl-is-down-or-slow',
  },
  ghlFailing: {
    meaning: 'Emails are not logged at GHL and not tried again.',
    on: { metric: 'ghl_failures' },
    condition: { kind: 'count', above: 0, minutes: 15 },
    runbook: 'emails-are-not-logged-at-ghl',
  },
  ghlLinkRevoked: {
    meaning: 'GHL no longer takes the link of a location.',
    on: { metric: 'ghl_links_revoked' },
    condition: { kind: 'count', above: 0, minutes: 15 },
    runbook: 'the-link-of-a-location-is-revoked',
  },
  auditFinding: {
    meaning: 'An audit has found what is stored unlike Gmail.',
    on: { metric: 'audit_findings' },
    condition: { kind: 'sum', above: 0, minutes: 60 },
    runbook: 'an-audit-has-found-something',
  },
  errors: {
    meaning: 'Something goes wrong again and again.',
    on: { metric: 'errors' },
    condition: { kind: 'count', above: 20, minutes: 15 },
    runbook: 'errors',
  },
} as const satisfies Record<string, Alert>;
