import type { AgentId, EmailAddress, MailboxId } from './ids.ts';
import { fencedOff } from './lease.ts';
import { type Mailbox, NO_COUNTS } from './mailbox.ts';
import { stopped } from './stopped.ts';

/** An OAuth round trip that an agent has begun: single use, bound to the agent, short-lived. */
export interface PendingConnection {
  /** SHA-256 of the `state` parameter; the state itself is with the browser alone. */
  readonly stateHash: string;
  readonly uid: AgentId;
  readonly codeVerifier: string;
  readonly redirectUri: string;
  readonly expiresAt: Date;
  /** The path of the app that the browser comes back to. */
  readonly returnTo: string | null;
}

/** A refresh token as stored: sealed for its mailbox, never readable by a client. */
export interface SealedGrant {
  readonly mailboxId: MailboxId;
  readonly grantVersion: number;
  readonly sealed: string;
  readonly scopes: readonly string[];
  readonly grantedAt: Date;
}

export type ConnectDecision =
  | { readonly outcome: 'connected'; readonly mailbox: Mailbox }
  /** Another agent has this mailbox; they have to disconnect it first. */
  | { readonly outcome: 'taken' }
  /** It is still being disconnected: Google ends all grants of a person together, and would end the new one, too. */
  | { readonly outcome: 'leaving' };

/**
 * The mailbox after `uid` granted access to it. A mailbox that was synced before goes on from its cursor, so that
 * nothing that arrived in between is lost; a new one begins with its backfill.
 */
export function connect(
  existing: Mailbox | undefined,
  to: { mailboxId: MailboxId; uid: AgentId; emailAddress: EmailAddress; now: Date },
): ConnectDecision {
  if (existing && existing.uid !== to.uid && existing.status !== 'disconnected') return { outcome: 'taken' };
  if (existing?.status === 'disconnected' && existing.leaving) return { outcome: 'leaving' };
  const mailbox = existing?.uid === to.uid ? existing : { ...newMailbox(to), ...keptFrom(existing) };
  return { outcome: 'connected', mailbox: granted(mailbox, to) };
}

/** Another agent begins anew; only the fences go on, so that the first one's runs and clients stay locked out. */
function keptFrom(existing: Mailbox | undefined): Partial<Pick<Mailbox, 'grantVersion' | 'lease'>> {
  if (!existing) return {};
  return { grantVersion: existing.grantVersion, lease: fencedOff(existing.lease) };
}

function granted(mailbox: Mailbox, { uid, now }: { uid: AgentId; now: Date }): Mailbox {
  const grantVersion = mailbox.grantVersion + 1;
  const renewed = { ...mailbox, uid, grantVersion, lastRunAt: now, lastError: null };
  if (renewed.status !== 'reauthRequired' && renewed.status !== 'disconnected') return renewed;
  const { resumes, historyId, ...common } = stopped(renewed);
  return resumes === 'connecting' || historyId === null
    ? { ...common, status: 'connecting' }
    : { ...common, status: resumes, historyId, watch: null };
}

function newMailbox(to: {
  mailboxId: MailboxId;
  uid: AgentId;
  emailAddress: EmailAddress;
  now: Date;
}): Mailbox {
  return {
    mailboxId: to.mailboxId,
    uid: to.uid,
    emailAddress: to.emailAddress,
    aliases: [],
    grantVersion: 0,
    lease: { fence: 0, commits: 0, holder: null, expiresAt: null },
    wantedHistoryId: null,
    pausedUntil: null,
    continuesAt: null,
    progress: null,
    delta: null,
    recovery: null,
    lastRecoveryAt: null,
    counters: NO_COUNTS,
    usage: [],
    lastSyncAt: null,
    lastRunAt: to.now,
    lastError: null,
    watchError: null,
    connectedAt: to.now,
    syncedSince: null,
    status: 'connecting',
  };
}
