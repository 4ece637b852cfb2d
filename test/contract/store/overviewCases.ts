import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { AgentId, LocationId, type MailboxId } from '../../../shared/domain/ids.ts';
import type { Mailbox, Watch } from '../../../shared/domain/mailbox.ts';
import { everyPage } from '../../../shared/sync/everyPage.ts';
import { aLocation, aMailbox } from '../../support/builders.ts';
import { aLiveMailbox, CURSOR, minutesLater, NOW } from './scenario.ts';
import type { StoreCases, StoreFixture } from './storeFixture.ts';

const idsOf = (mailboxes: readonly Mailbox[]): readonly MailboxId[] =>
  mailboxes.map(({ mailboxId }) => mailboxId);

const quietSince = (fixture: StoreFixture, minutes: number) =>
  aLiveMailbox(fixture, { lastRunAt: minutesLater(-minutes) });

async function watchedBy(fixture: StoreFixture, watch: Watch | null): Promise<Mailbox> {
  const mailbox = aMailbox({ status: 'live', historyId: CURSOR, watch });
  await fixture.putMailbox(mailbox);
  return mailbox;
}

/** Page by page, as the poll goes through them. */
async function visit({ store }: StoreFixture, limit: number): Promise<readonly MailboxId[]> {
  const visited: MailboxId[] = [];
  for await (const page of everyPage<Mailbox>((from) =>
    store.quietMailboxes({ before: NOW, limit, ...from }),
  )) {
    expect(page.length).toBeLessThanOrEqual(limit);
    visited.push(...idsOf(page));
  }
  return visited;
}

export const OVERVIEW_CASES: StoreCases = {
  "an agent's mailboxes are theirs, whatever their status": async (fixture) => {
    const uid = AgentId(randomUUID());
    const live = await aLiveMailbox(fixture, { uid });
    const connecting = aMailbox({ status: 'connecting' }, { uid });
    await fixture.putMailbox(connecting);
    await aLiveMailbox(fixture);
    const found = await fixture.store.mailboxesOf(uid);
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining([live, connecting]));
    expect(await fixture.store.mailboxesOf(AgentId(randomUUID()))).toEqual([]);
  },

  'locations come as they were asked for, without those that are not there': async ({ store, tenants }) => {
    const [first, second] = [await tenants.location('North'), await tenants.location('South')];
    await tenants.location('East');
    expect(await store.locations([second, LocationId(randomUUID()), first])).toEqual([
      aLocation({ locationId: second, name: 'South' }),
      aLocation({ locationId: first, name: 'North' }),
    ]);
    expect(await store.locations([])).toEqual([]);
  },

  'quiet mailboxes are those whose last run ended before, quietest first': async (fixture) => {
    const [five, nine] = [await quietSince(fixture, 5), await quietSince(fixture, 9)];
    await quietSince(fixture, 0);
    await quietSince(fixture, -5);
    const found = await fixture.store.quietMailboxes({ before: NOW, limit: 10 });
    expect(found).toEqual({ items: [nine, five], next: null });
  },

  'quiet mailboxes are those that sync or should': async (fixture) => {
    const stopped = { since: NOW, resumes: 'live', historyId: CURSOR } as const;
    const lastRunAt = minutesLater(-5);
    const mailboxes = [
      aMailbox({ status: 'connecting' }, { lastRunAt }),
      aMailbox({ status: 'backfilling', historyId: CURSOR, watch: null }, { lastRunAt }),
      aMailbox({ status: 'live', historyId: CURSOR, watch: null }, { lastRunAt }),
      aMailbox({ status: 'reauthRequired', ...stopped }, { lastRunAt }),
      aMailbox({ status: 'disconnected', leaving: null, ...stopped }, { lastRunAt }),
    ];
    for (const mailbox of mailboxes) await fixture.putMailbox(mailbox);
    const found = await fixture.store.quietMailboxes({ before: NOW, limit: 10 });
    expect(found.items.map(({ status }) => status).sort()).toEqual(['backfilling', 'connecting', 'live']);
  },

  'quiet mailboxes are visited once each, also those of the same moment': async (fixture) => {
    const mailboxes: Mailbox[] = [];
    for (const minutes of [3, 7, 7, 7, 7, 7, 9]) mailboxes.push(await quietSince(fixture, minutes));
    for (const limit of [1, 2, 3, 7]) {
      const visited = await visit(fixture, limit);
      expect([...visited].sort()).toEqual([...idsOf(mailboxes)].sort());
      expect([visited.at(0), visited.at(-1)]).toEqual(
        [mailboxes.at(-1), mailboxes.at(0)].map((each) => each?.mailboxId),
      );
    }
  },

  'watches that end are those of syncing mailboxes, the first to end first, once each': async (fixture) => {
    const watched = (minutes: number) => watchedBy(fixture, { expiresAt: minutesLater(minutes) });
    const [third, first] = [await watched(30), await watched(10)];
    const seconds = [await watched(20), await watched(20), await watched(20)];
    await watched(99);
    await watchedBy(fixture, null);
    const stopped = { since: NOW, resumes: 'live', historyId: CURSOR } as const;
    await fixture.putMailbox(aMailbox({ status: 'reauthRequired', ...stopped }));
    const visited: MailboxId[] = [];
    const ending = everyPage<Mailbox>((from) =>
      fixture.store.watchesEnding({ before: minutesLater(60), limit: 2, ...from }),
    );
    for await (const page of ending) visited.push(...idsOf(page));
    expect(visited).toEqual([first.mailboxId, ...idsOf(seconds).toSorted(), third.mailboxId]);
  },

  'mailboxes without a watch are those that sync and have none': async (fixture) => {
    const unwatched = [await watchedBy(fixture, null), await watchedBy(fixture, null)];
    await watchedBy(fixture, { expiresAt: NOW });
    await fixture.putMailbox(aMailbox({ status: 'connecting' }));
    const [first, second] = idsOf(unwatched).toSorted();
    const { items, next } = await fixture.store.unwatchedMailboxes({ limit: 1 });
    expect(idsOf(items)).toEqual([first]);
    const rest = await fixture.store.unwatchedMailboxes({ limit: 9, ...(next !== null && { after: next }) });
    expect(idsOf(rest.items)).toEqual([second]);
  },

  'mailboxes that cannot be read are left out, and never end a listing': async (fixture) => {
    const mailboxes: Mailbox[] = [];
    for (const minutes of [9, 8, 7, 6, 5]) mailboxes.push(await quietSince(fixture, minutes));
    for (const { mailboxId } of mailboxes.slice(0, 4)) await fixture.spoilMailbox(mailboxId);
    for (const limit of [1, 2, 3, 9]) {
      expect(await visit(fixture, limit)).toEqual(idsOf(mailboxes.slice(4)));
      const live: MailboxId[] = [];
      for await (const page of everyPage<Mailbox>((from) => fixture.store.liveMailboxes({ limit, ...from })))
        live.push(...idsOf(page));
      expect(live).toEqual(idsOf(mailboxes.slice(4)));
    }
  },

  'a place that nobody knows is the beginning of a listing': async (fixture) => {
    const mailbox = await quietSince(fixture, 5);
    for (const after of ['', 'not JSON', '[]', '[1]']) {
      const page = await fixture.store.quietMailboxes({ before: NOW, limit: 2, after });
      expect(page.items).toEqual([mailbox]);
    }
  },
};
