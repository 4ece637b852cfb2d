import type { PendingConnection } from '../../domain/connection.ts';
import { type EmailAddress, MailboxId } from '../../domain/ids.ts';
import type { Job } from '../../domain/jobs.ts';
import type { Log } from '../../domain/logEvents.ts';
import type { Mailbox } from '../../domain/mailbox.ts';
import { missingScopes } from '../../domain/scopes.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { GmailAccess, GoogleTokens } from '../../ports/gmail.ts';
import type { GrantSealer, JobQueue } from '../../ports/platform.ts';
import { type ConnectDeps, hashState } from './startConnection.ts';

export interface FinishDeps extends ConnectDeps {
  readonly gmail: GmailAccess;
  readonly grants: GrantSealer;
  readonly jobs: JobQueue;
  readonly log: Log;
}

/** What Google's redirect brought back. */
export interface OAuthAnswer {
  readonly state?: string | undefined;
  readonly code?: string | undefined;
  /** `access_denied` where the person said no. */
  readonly error?: string | undefined;
}

export type RefusalReason =
  /** Missing, forged, used before, or expired. */
  | 'unknownState'
  | 'denied'
  /** Google ended it for a reason of its own, e.g. an administrator's policy. */
  | 'endedByGoogle'
  | 'codeRejected'
  | 'scopesMissing'
  | 'noOfflineAccess'
  /** Another agent has this mailbox. */
  | 'mailboxTaken'
  /** It was disconnected just now, and its grant is still being ended. */
  | 'stillDisconnecting';

export type ConnectionOutcome = (
  | { readonly outcome: 'connected'; readonly emailAddress: EmailAddress }
  | { readonly outcome: 'refused'; readonly reason: RefusalReason }
  /** Nobody knows whether it is connected; logged. */
  | { readonly outcome: 'failed' }
) & {
  /** The path of the app at which it was begun. */
  readonly returnTo?: string;
};

/** Ends an OAuth round trip: the grant is stored sealed, and what has to be synced is queued. Refused, it leaves nothing. */
export async function finishConnection(deps: FinishDeps, answer: OAuthAnswer): Promise<ConnectionOutcome> {
  const pending = answer.state ? await deps.connections.takePending(hashState(answer.state)) : undefined;
  // The state is used up: only here is it known where its agent began.
  const outcome = await connectMailbox(deps, pending, answer).catch((error: unknown): ConnectionOutcome => {
    deps.log.event('unexpectedFailure', { function: 'oauthCallback', error });
    return { outcome: 'failed' };
  });
  if (outcome.outcome === 'refused') deps.log.event('oauthRefused', { reason: outcome.reason });
  return { ...outcome, ...(pending?.returnTo && { returnTo: pending.returnTo }) };
}

async function connectMailbox(
  deps: FinishDeps,
  pending: PendingConnection | undefined,
  answer: OAuthAnswer,
): Promise<ConnectionOutcome> {
  if (!pending || pending.expiresAt <= deps.clock.now()) return refused('unknownState');
  if (answer.error === 'access_denied') return refused('denied');
  if (answer.error || !answer.code) return refused('endedByGoogle');
  const tokens = await exchange(deps, pending, answer.code);
  if (!tokens) return refused('codeRejected');
  if (missingScopes(tokens.scopes).length > 0) return refused('scopesMissing');
  const { refreshToken } = tokens;
  if (!refreshToken) return refused('noOfflineAccess');

  const { emailAddress } = await deps.gmail.openWith(tokens).getProfile();
  const mailboxId = MailboxId.of(emailAddress);
  const sealed = await deps.grants.seal(mailboxId, refreshToken);
  const decision = await deps.connections.connect(
    { mailboxId, uid: pending.uid, emailAddress, now: deps.clock.now() },
    { sealed, scopes: tokens.scopes },
  );
  if (decision.outcome === 'taken') return refused('mailboxTaken');
  if (decision.outcome === 'leaving') return refused('stillDisconnecting');
  for (const job of jobsFor(decision.mailbox)) await deps.jobs.publish(job);
  deps.log.event('mailboxConnected', { mailboxId, agentId: pending.uid });
  return { outcome: 'connected', emailAddress };
}

/** A code that Google does not accept (used, expired, of another client) is the browser's doing, not an outage. */
async function exchange(
  deps: FinishDeps,
  { codeVerifier, redirectUri }: PendingConnection,
  code: string,
): Promise<GoogleTokens | undefined> {
  try {
    return await deps.oauth.exchangeCode({ code, codeVerifier, redirectUri });
  } catch (error) {
    if (SyncError.is(error, 'grantRevoked')) return undefined;
    throw error;
  }
}

function jobsFor({ mailboxId, status }: Mailbox): readonly Job[] {
  return status === 'live'
    ? [
        { type: 'watch', mailboxId },
        { type: 'delta', mailboxId, reason: 'continuation' },
      ]
    : [{ type: 'initial', mailboxId }];
}

function refused(reason: RefusalReason): ConnectionOutcome {
  return { outcome: 'refused', reason };
}
