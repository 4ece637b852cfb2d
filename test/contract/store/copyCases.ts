import { expect } from '@jest/globals';
import type { LocationId } from '../../../shared/domain/ids.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import type { StoredCopy } from '../../../shared/domain/storedCopy.ts';
import { anArrival, aRun, aTenant, change, minutesLater, stores } from './scenario.ts';
import type { StoreCases, StoreFixture } from './storeFixture.ts';

/** A mailbox that has stored an email of each of these minutes, in this order, and skipped one. */
async function aMailboxOf(fixture: StoreFixture, minutes: readonly number[]) {
  const { mailbox, contact, locationId } = await aTenant(fixture);
  const run = await aRun(fixture, mailbox);
  const arrivals = minutes.map((minute) =>
    anArrival(mailbox, contact, { internalDate: minutesLater(minute), labelIds: ['INBOX'] }),
  );
  const skipped = anArrival(mailbox, contact);
  await run.commit([
    ...arrivals.map((arrival) => stores(arrival, [contact])),
    { type: 'skip', before: undefined, gmailId: skipped.gmailId, reason: 'no-contact' },
  ]);
  return { mailbox, locationId, run, arrivals };
}

async function allCopies({ store }: StoreFixture, { mailboxId }: Mailbox, limit: number) {
  const copies: StoredCopy[] = [];
  let pages = 0;
  let pageToken: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof store.copiesOf>> = await store.copiesOf(mailboxId, {
      limit,
      pageToken,
    });
    copies.push(...page.copies);
    pages += 1;
    pageToken = page.nextPageToken;
  } while (pageToken !== null);
  return { copies, pages };
}

async function messageOf({ store }: StoreFixture, { mailboxId }: Mailbox, gmailId: StoredCopy['gmailId']) {
  const entry = (await store.readLedger(mailboxId, [gmailId])).get(gmailId);
  return entry?.state === 'stored' ? entry.messageIds : [];
}

const within = (locationId: LocationId) => [locationId];

export const COPY_CASES: StoreCases = {
  "a mailbox's copies are listed newest first and page by page, each once, without what was skipped": async (
    fixture,
  ) => {
    const minutes = [3, 1, 5, 3, 3];
    const { mailbox, arrivals } = await aMailboxOf(fixture, minutes);
    for (const limit of [1, 2, 5, 10]) {
      const { copies, pages } = await allCopies(fixture, mailbox, limit);
      expect(copies.map(({ receivedAt }) => receivedAt)).toEqual([5, 3, 3, 3, 1].map(minutesLater));
      expect(copies.map(({ gmailId }) => gmailId).sort()).toEqual(
        arrivals.map(({ gmailId }) => gmailId).sort(),
      );
      expect(pages).toBe(limit > 5 ? 1 : Math.floor(5 / limit) + 1);
    }
  },

  'a copy tells its thread and its labels as they are stored': async (fixture) => {
    const { mailbox, locationId, run, arrivals } = await aMailboxOf(fixture, [1]);
    const [arrival] = arrivals;
    if (!arrival) throw new Error('There is no arrival');
    const messageIds = await messageOf(fixture, mailbox, arrival.gmailId);
    await run.commit([
      change(arrival, { messageIds, locationIds: within(locationId) }, { labelsAdded: ['STARRED'] }),
    ]);
    const { copies } = await allCopies(fixture, mailbox, 10);
    expect(copies).toEqual([
      {
        gmailId: arrival.gmailId,
        threadId: arrival.threadId,
        receivedAt: minutesLater(1),
        labels: [['INBOX', 'STARRED']],
      },
    ]);
  },

  'a copy that the mailbox has deleted is not listed, and does not end the listing': async (fixture) => {
    const { mailbox, locationId, run, arrivals } = await aMailboxOf(fixture, [3, 2, 1]);
    const [newest, second] = arrivals;
    for (const arrival of [newest, second]) {
      if (!arrival) continue;
      const messageIds = await messageOf(fixture, mailbox, arrival.gmailId);
      await run.commit([
        change(arrival, { messageIds, locationIds: within(locationId) }, { effect: 'deleted' }),
      ]);
    }
    const { copies } = await allCopies(fixture, mailbox, 1);
    expect(copies.map(({ gmailId }) => gmailId)).toEqual([arrivals[2]?.gmailId]);
  },

  "a mailbox without mail, or another mailbox's mail, has no copies": async (fixture) => {
    await aMailboxOf(fixture, [1]);
    const { mailbox } = await aMailboxOf(fixture, []);
    expect(await allCopies(fixture, mailbox, 10)).toEqual({ copies: [], pages: 1 });
  },
};
