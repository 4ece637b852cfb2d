import type { Mailbox } from '../domain/mailbox.ts';
import type { Agent } from '../domain/tenancy.ts';
import type { OverviewStore } from '../ports.ts';

/** One of an agent's mailboxes, as its agent may see it: times as ISO 8601. */
export type MailboxView = ReturnType<typeof viewOf>;

/** The state of all of an agent's mailboxes, and the locations that the agent works in. */
export async function describeSync(
  deps: { overview: OverviewStore },
  agent: Agent,
): Promise<{
  mailboxes: readonly MailboxView[];
  locations: readonly { locationId: string; name: string }[];
}> {
  const [mailboxes, locations] = await Promise.all([
    deps.overview.mailboxesOf(agent.uid),
    deps.overview.locations(agent.locationIds),
  ]);
  return {
    mailboxes: mailboxes.map(viewOf),
    locations: locations.map(({ locationId, name }) => ({ locationId, name })),
  };
}

function viewOf(mailbox: Mailbox) {
  const { mailboxId, emailAddress, status, aliases, progress, counters, lastError } = mailbox;
  return {
    mailboxId,
    emailAddress,
    status,
    aliases,
    progress: progress && { done: progress.done, total: progress.total },
    recovering: mailbox.recovery !== null,
    disconnecting: mailbox.status === 'disconnected' && mailbox.leaving !== null,
    counters,
    lastError: lastError && { ...lastError, at: lastError.at.toISOString() },
    lastSyncAt: mailbox.lastSyncAt?.toISOString() ?? null,
    pausedUntil: mailbox.pausedUntil?.toISOString() ?? null,
    watchExpiresAt: ('watch' in mailbox && mailbox.watch?.expiresAt.toISOString()) || null,
    connectedAt: mailbox.connectedAt.toISOString(),
  };
}
