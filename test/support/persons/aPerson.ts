import { askForHistory } from '../../../shared/domain/historyFetch.ts';
import { HistoryFetchId } from '../../../shared/domain/ids.ts';
import type { Ingested } from '../../../shared/domain/planCommit.ts';
import type { Contact } from '../../../shared/domain/tenancy.ts';
import { aLiveMailbox, anArrival, aRun, NOW, stores } from '../../contract/store/scenario.ts';
import type { StoreFixture } from '../../contract/store/storeFixture.ts';
import { aLocation } from '../builders.ts';

const logged = (item: Ingested): Ingested =>
  item.type === 'store'
    ? { ...item, destinations: item.destinations.map((to) => ({ ...to, log: 'pending' as const })) }
    : item;

/**
 * Two contacts of a location and two mailboxes: mails with the first contact alone, of which the second mailbox has one
 * as well, one with both, and one with the second alone. All are to be logged, and a search for the first is under way.
 */
export async function aPerson(fixture: StoreFixture, { alone = 3 }: { alone?: number } = {}) {
  const { store, tenants } = fixture;
  const locationId = await tenants.location();
  const [person, other] = [await tenants.contact(locationId), await tenants.contact(locationId)];
  const agents = [await tenants.agent([locationId]), await tenants.agent([locationId])] as const;
  const first = await aLiveMailbox(fixture, { uid: agents[0].uid });
  const second = await aLiveMailbox(fixture, { uid: agents[1].uid });
  const run = await aRun(fixture, first);
  const arrivals = Array.from({ length: alone }, () => anArrival(first, person));
  const [shared, others] = [anArrival(first, person), anArrival(first, other)];
  const both = [person, other];
  const withBoth = matchedWith(stores(shared, [person]), both);
  await run.commit(
    [...arrivals.map((each) => stores(each, [person])), withBoth, stores(others, [other])].map(logged),
  );
  const [copied] = arrivals;
  const another = await aRun(fixture, second);
  if (copied) await another.commit([logged(stores({ ...copied, gmailId: others.gmailId }, [person]))]);
  const jobId = HistoryFetchId.of({ contactId: person.contactId, before: null, uid: null });
  const question = { jobId, contact: person, location: aLocation(), before: null, now: NOW };
  await store.changeFetch(jobId, () =>
    askForHistory(undefined, { ...question, mailboxIds: [first.mailboxId] }),
  );
  return { locationId, person, other, first, second, run, arrivals, shared, others, jobId };
}

/** A mail with several contacts, whichever of them has written it. */
function matchedWith(item: Ingested, contacts: readonly Contact[]): Ingested {
  if (item.type !== 'store') return item;
  const contactIds = contacts.map(({ contactId }) => contactId);
  return { ...item, destinations: item.destinations.map((to) => ({ ...to, contactIds })) };
}
