import { historyAdvice } from '../../domain/advice/historyAdvice.ts';
import { askForHistory, type HistoryFetch, resultOf, waitingMailboxes } from '../../domain/historyFetch.ts';
import { type ContactId, HistoryFetchId, type MailboxId } from '../../domain/ids.ts';
import type { Agent, Contact, Location } from '../../domain/tenancy.ts';
import type { HistoryFetchStore } from '../../ports/stores/historyFetchStore.ts';
import type { OverviewStore } from '../../ports/stores/overviewStore.ts';
import type { TenancyStore } from '../../ports/stores/tenancyStore.ts';
import type { SyncDeps } from '../deps.ts';

export interface HistoryDeps extends Pick<SyncDeps, 'jobs' | 'clock' | 'log'> {
  readonly tenancy: TenancyStore;
  readonly overview: OverviewStore;
  readonly histories: HistoryFetchStore;
}

/** Some searches are quick: a person would rather have the result than watch for it. */
const LOOKS = 10;
const LOOK_EVERY_MS = 200;

export interface HistoryAnswer {
  readonly jobId: HistoryFetchId;
  readonly done: boolean;
  readonly stored: number;
  /** ISO 8601. */
  readonly oldest?: string;
  readonly more?: boolean;
  readonly advice?: string;
}

/**
 * An agent asks for a contact's older mail: answers the result where it is quick, and what to watch where it is not.
 * A contact of a location that the agent does not work in is as unknown as one that is not there.
 */
export async function fetchContactHistory(
  deps: HistoryDeps,
  { agent, contactId, before }: { agent: Agent; contactId: ContactId; before: Date | null },
): Promise<HistoryAnswer | 'unknown'> {
  const contact = await deps.tenancy.readContact(contactId);
  if (!contact || !agent.locationIds.includes(contact.locationId)) return 'unknown';
  return answerOf(await whenQuick(deps, await queueHistoryFetch(deps, { agent, contact, before })));
}

/** Has every mailbox searched that the agent may use, each by a job of its own. */
export async function queueHistoryFetch(
  deps: HistoryDeps,
  { agent, contact, before }: { agent: Pick<Agent, 'uid'>; contact: Contact; before: Date | null },
): Promise<HistoryFetch> {
  const location = await deps.tenancy.readLocation(contact.locationId);
  const shares = location?.shareMailboxes ?? true;
  const { contactId } = contact;
  const jobId = HistoryFetchId.of({ contactId, before, uid: shares ? null : agent.uid });
  const mailboxIds = contact.emails.length > 0 ? await searchable(deps, agent, contact, shares) : [];
  const now = deps.clock.now();
  const rules: Pick<Location, 'excluded' | 'skipAutomated'> = location ?? {
    excluded: [],
    skipAutomated: false,
  };
  const question = { jobId, contact, location: rules, before, mailboxIds, now };
  const fetch = await deps.histories.changeFetch(jobId, (existing) => askForHistory(existing, question));
  const { attempt } = fetch;
  // Also those of a fetch that is under way: should its jobs be lost, whoever asks again gets it going.
  const waiting = waitingMailboxes(fetch);
  await Promise.all(
    waiting.map((mailboxId) => deps.jobs.publish({ type: 'history', mailboxId, fetchId: jobId, attempt })),
  );
  return fetch;
}

async function searchable(
  { tenancy, overview }: HistoryDeps,
  agent: Pick<Agent, 'uid'>,
  { locationId }: Contact,
  shares: boolean,
): Promise<readonly MailboxId[]> {
  const mailboxes = await (shares ? tenancy.mailboxesIn(locationId) : overview.mailboxesOf(agent.uid));
  return mailboxes.filter(({ status }) => status !== 'disconnected').map(({ mailboxId }) => mailboxId);
}

async function whenQuick({ histories, clock }: HistoryDeps, begun: HistoryFetch): Promise<HistoryFetch> {
  let fetch = begun;
  for (let looks = 0; looks < LOOKS && fetch.status === 'running'; looks += 1) {
    await clock.sleep(LOOK_EVERY_MS);
    fetch = (await histories.readFetch(begun.jobId)) ?? fetch;
  }
  return fetch;
}

function answerOf(fetch: HistoryFetch): HistoryAnswer {
  const { stored, oldest, more } = resultOf(fetch);
  const advice = historyAdvice(fetch);
  const done = fetch.status === 'done';
  return {
    jobId: fetch.jobId,
    done,
    stored,
    ...(oldest && { oldest: oldest.toISOString() }),
    ...(done && { more }),
    ...(advice && { advice }),
  };
}
