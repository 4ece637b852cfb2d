import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { matchContacts } from '../../../shared/domain/arrival.ts';
import { healthTimes, type Some } from '../../../shared/domain/doctor/health.ts';
import { end } from '../../../shared/domain/ghlCredential.ts';
import type { LocationId } from '../../../shared/domain/ids.ts';
import type { Mailbox } from '../../../shared/domain/mailbox.ts';
import { failed } from '../../../shared/domain/outbox/outboxTransitions.ts';
import type { Ingested } from '../../../shared/domain/planCommit.ts';
import { aWantedLink } from '../../support/aWantedLink.ts';
import { aMailbox } from '../../support/builders.ts';
import { aLiveMailbox, anArrival, aRun, aTenant, CURSOR, minutesLater, NOW } from './scenario.ts';
import type { StoreCases, StoreFixture } from './storeFixture.ts';

const these = (...mailboxes: readonly Mailbox[]) => ({
  count: mailboxes.length,
  some: mailboxes.map(({ mailboxId }) => mailboxId).toSorted(),
});
const sorted = ({ count, some }: Some) => ({ count, some: some.toSorted() });

async function put(fixture: StoreFixture, ...mailbox: Parameters<typeof aMailbox>): Promise<Mailbox> {
  const made = aMailbox(...mailbox);
  await fixture.putMailbox(made);
  return made;
}

const health = ({ store }: StoreFixture) => store.mailboxHealth(healthTimes(NOW));

async function aLinked({ store, tenants }: StoreFixture, status: 'linked' | 'revoked'): Promise<LocationId> {
  const locationId = await tenants.location();
  const version = randomUUID();
  const opened = { version, sealed: 's', storedAt: NOW, endedAt: null, kind: 'token' } as const;
  await store.linkLocation(aWantedLink(), { locationId, ...opened });
  if (status === 'revoked') await store.changeCredential(locationId, end(version, NOW));
  return locationId;
}

const stopped = { since: NOW, resumes: 'live', historyId: CURSOR } as const;
const awake = { lastRunAt: NOW };

export const HEALTH_CASES: StoreCases = {
  'mailboxes are counted by their status': async (fixture) => {
    expect(await fixture.store.tryRead()).toBe('answers');
    await put(fixture, { status: 'connecting' });
    await put(fixture, { status: 'reauthRequired', ...stopped });
    await aLiveMailbox(fixture);
    await aLiveMailbox(fixture);
    expect((await health(fixture)).byStatus).toEqual({
      connecting: 1,
      backfilling: 0,
      live: 2,
      reauthRequired: 1,
      disconnected: 0,
    });
  },

  'of live mailboxes those are quiet that had no run for an hour, and do not rest': async (fixture) => {
    const lastRunAt = minutesLater(-61);
    const quiet = await aLiveMailbox(fixture, { lastRunAt, pausedUntil: minutesLater(-1) });
    await aLiveMailbox(fixture, { lastRunAt: minutesLater(-59) });
    const resting = await aLiveMailbox(fixture, { lastRunAt, pausedUntil: minutesLater(1) });
    await put(fixture, { status: 'connecting' }, { lastRunAt });
    const found = await health(fixture);
    expect([sorted(found.quiet), sorted(found.paused)]).toEqual([these(quiet), these(resting)]);
  },

  'watches of mailboxes that sync have ended, end within two days, or are not there': async (fixture) => {
    const watched = (minutes: number) =>
      put(fixture, { status: 'live', historyId: CURSOR, watch: { expiresAt: minutesLater(minutes) } });
    const lapsed = await watched(-1);
    const ending = [await watched(0), await watched(48 * 60 - 1)];
    await watched(48 * 60);
    const unwatched = await put(fixture, { status: 'backfilling', historyId: CURSOR, watch: null });
    await put(fixture, { status: 'disconnected', leaving: null, ...stopped });
    const found = await health(fixture);
    expect(sorted(found.lapsed)).toEqual(these(lapsed));
    expect(sorted(found.ending)).toEqual(these(...ending));
    expect(sorted(found.unwatched)).toEqual(these(unwatched));
  },

  'what the last runs failed with is counted, of mailboxes that sync or should': async (fixture) => {
    const lastError = { code: 'forbidden', operation: 'gmail.watch', at: NOW } as const;
    const failing = [await aLiveMailbox(fixture, { lastError }), await aLiveMailbox(fixture, { lastError })];
    failing.push(
      await put(fixture, { status: 'connecting' }, { lastError: { ...lastError, code: 'unexpected' } }),
    );
    await put(fixture, { status: 'reauthRequired', ...stopped }, { lastError });
    await aLiveMailbox(fixture, awake);
    const { failing: found } = await health(fixture);
    expect(sorted(found)).toEqual(these(...failing));
    expect(found.codes).toEqual({ forbidden: 2, unexpected: 1 });
  },

  'of many a few are named': async (fixture) => {
    for (let made = 0; made < 5; made++) await aLiveMailbox(fixture, { lastRunAt: minutesLater(-90) });
    const { quiet, unwatched } = await health(fixture);
    expect([quiet.count, quiet.some.length, unwatched.count, unwatched.some.length]).toEqual([5, 3, 5, 3]);
  },

  'links that GHL no longer takes are counted, and those that it takes are listed': async (fixture) => {
    const linked = [await aLinked(fixture, 'linked'), await aLinked(fixture, 'linked')];
    const revoked = await aLinked(fixture, 'revoked');
    await fixture.tenants.location();
    expect(await fixture.store.relayHealth()).toEqual({
      revoked: { count: 1, some: [revoked] },
      failed: { count: 0, some: [] },
    });
    expect(await fixture.store.linkedLocations(9)).toEqual(linked.toSorted());
    expect(await fixture.store.linkedLocations(1)).toHaveLength(1);
  },

  'entries that were given up are counted, and whose they are': async (fixture) => {
    const { store } = fixture;
    const { locationId, contact, mailbox } = await aTenant(fixture);
    const run = await aRun(fixture, mailbox);
    await run.commit(
      [anArrival(mailbox, contact), anArrival(mailbox, contact)].map((arrival): Ingested => {
        const destinations = matchContacts(arrival, [contact]);
        const log = 'pending' as const;
        const logged = destinations.map((destination) => ({ ...destination, log }));
        return { type: 'store', before: undefined, arrival, destinations: logged };
      }),
    );
    const { items } = await store.openEntries(locationId, { limit: 2 });
    const [entry] = items;
    if (entry?.document.state !== 'pending') throw new Error('It is not pending');
    const error = { code: 'invalidRequest', operation: 'ghl.messages.addInbound', at: NOW } as const;
    await store.replaceEntry(entry, failed(entry.document, 'refused', error));
    expect((await store.relayHealth()).failed).toEqual({ count: 1, some: [locationId] });
  },
};
