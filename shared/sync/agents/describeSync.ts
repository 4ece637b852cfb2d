import { errorAdvice } from '../../domain/advice/failureAdvice.ts';
import { watchAdvice } from '../../domain/advice/watchAdvice.ts';
import { settingsOf } from '../../domain/locationSettings.ts';
import type { Mailbox } from '../../domain/mailbox.ts';
import type { Agent, Location } from '../../domain/tenancy.ts';
import type { OutboxStore } from '../../ports/stores/outboxStore.ts';
import type { OverviewStore } from '../../ports/stores/overviewStore.ts';

/** One of an agent's mailboxes, as its agent may see it: times as ISO 8601. */
export type MailboxView = ReturnType<typeof viewOf>;

type LocationView = Awaited<ReturnType<typeof locationView>>;

interface StatusDeps {
  readonly overview: OverviewStore;
  readonly outbox: Pick<OutboxStore, 'outboxOf'>;
}

/** The state of all of an agent's mailboxes, and the locations that the agent works in. */
export async function describeSync(
  deps: StatusDeps,
  agent: Agent,
): Promise<{
  mailboxes: readonly MailboxView[];
  locations: readonly LocationView[];
}> {
  const [mailboxes, locations] = await Promise.all([
    deps.overview.mailboxesOf(agent.uid),
    deps.overview.locations(agent.locationIds),
  ]);
  return {
    mailboxes: mailboxes.map(viewOf),
    locations: await Promise.all(locations.map((location) => locationView(deps, location))),
  };
}

/** What is logged at GHL is counted only where anything is. */
async function locationView({ outbox }: StatusDeps, location: Location) {
  const { locationId, name } = location;
  const { ghl: link, ...settings } = settingsOf(location);
  const view = { locationId, name, ...settings };
  if (!link) return { ...view, ghl: null };
  const { oldestPendingAt, ...counts } = await outbox.outboxOf(locationId);
  const ghl = { ...link, ...counts, oldestPendingAt: oldestPendingAt?.toISOString() ?? null };
  return { ...view, ghl };
}

function viewOf(mailbox: Mailbox) {
  const { mailboxId, emailAddress, status, aliases, progress, counters, lastError, watchError } = mailbox;
  return {
    mailboxId,
    emailAddress,
    status,
    aliases,
    progress: progress && { done: progress.done, total: progress.total },
    recovering: mailbox.recovery !== null,
    disconnecting: mailbox.status === 'disconnected' && mailbox.leaving !== null,
    counters,
    lastError: lastError && {
      ...lastError,
      at: lastError.at.toISOString(),
      advice: errorAdvice(lastError.code),
    },
    lastSyncAt: mailbox.lastSyncAt?.toISOString() ?? null,
    pausedUntil: mailbox.pausedUntil?.toISOString() ?? null,
    watchExpiresAt: ('watch' in mailbox && mailbox.watch?.expiresAt.toISOString()) || null,
    watchError: watchError && {
      ...watchError,
      at: watchError.at.toISOString(),
      advice: watchAdvice(watchError.code),
    },
    connectedAt: mailbox.connectedAt.toISOString(),
  };
}
