import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { GhlLink } from '../../../shared/domain/ghl.ts';
import { ContactId, LocationId } from '../../../shared/domain/ids.ts';
import { keepRelay, leaveRelay, stopRelay } from '../../../shared/domain/outbox/relay.ts';
import { aWantedLink } from '../../support/aWantedLink.ts';
import { minutesLater, NOW } from './scenario.ts';
import type { StoreCases, StoreFixture } from './storeFixture.ts';

const LINK: GhlLink = {
  ghlLocationId: 'theirs',
  kind: 'token',
  status: 'linked',
  conversationProviderId: null,
  logHistory: false,
  maxAgeDays: 30,
  createContacts: true,
};

const PACE = { starts: [NOW] };
const aLocationId = () => LocationId(randomUUID());

async function link({ store }: StoreFixture, locationId: LocationId, name = ''): Promise<void> {
  const credential = {
    locationId,
    kind: 'token',
    version: name,
    sealed: name,
    storedAt: NOW,
    endedAt: null,
  } as const;
  await store.linkLocation(aWantedLink({ ...LINK, ghlLocationId: `theirs${name}` }), credential);
}

export const RELAY_CASES: StoreCases = {
  'of many who would relay at the same time one does, and is told to go round again': async ({ store }) => {
    const locationId = aLocationId();
    const holders = ['a', 'b', 'c', 'd', 'e'];
    const decisions = await Promise.all(
      holders.map((holder) => store.takeRelay({ locationId, holder, now: NOW })),
    );
    const taken = decisions.flatMap((each) => (each.outcome === 'taken' ? [each.relay] : []));
    expect(taken).toHaveLength(1);
    const by = { locationId, holder: taken[0]?.holder ?? '' };
    const known = { pace: PACE, outages: 0 };
    expect(await store.changeRelay(by, leaveRelay(0, known, NOW))).toMatchObject({
      ...by,
      round: 1,
      wanted: false,
    });
    // Repeated because nobody heard of it.
    expect(await store.changeRelay(by, leaveRelay(0, known, NOW))).toMatchObject({ ...by, round: 1 });
    expect(await store.changeRelay(by, leaveRelay(1, known, NOW))).toMatchObject({
      holder: null,
      pace: PACE,
    });
    expect(await store.changeRelay(by, keepRelay(known, NOW))).toBeUndefined();
  },

  'a relay whose lease has run out is taken over, and its holder changes nothing more': async ({ store }) => {
    const locationId = aLocationId();
    await store.takeRelay({ locationId, holder: 'a', now: NOW });
    const later = await store.takeRelay({ locationId, holder: 'b', now: minutesLater(4) });
    expect(later).toMatchObject({ outcome: 'taken', relay: { holder: 'b' } });
    const known = { pace: PACE, outages: 2 };
    expect(await store.changeRelay({ locationId, holder: 'a' }, stopRelay(known, null))).toBeUndefined();
    await store.changeRelay({ locationId, holder: 'b' }, stopRelay(known, minutesLater(10)));
    expect(await store.takeRelay({ locationId, holder: 'c', now: minutesLater(5) })).toEqual({
      outcome: 'paused',
      until: minutesLater(10),
    });
    expect(await store.takeRelay({ locationId, holder: 'c', now: minutesLater(11) })).toMatchObject({
      relay: { holder: 'c', outages: 2, pace: PACE },
    });
  },

  'a link that has ended is revoked, unless it was made anew meanwhile': async (fixture) => {
    const { store, tenants } = fixture;
    const locationId = await tenants.location();
    expect(await store.linkOf(locationId)).toBeUndefined();
    await link(fixture, locationId);
    const seen = await store.linkOf(locationId);
    expect(seen?.document).toEqual(LINK);
    if (!seen) return;
    await link(fixture, locationId, 'anew');
    expect(await store.revokeLink(locationId, seen)).toBe(false);
    const anew = await store.linkOf(locationId);
    expect(anew?.document).toMatchObject({ ghlLocationId: 'theirsanew', status: 'linked' });
    expect(anew && (await store.revokeLink(locationId, anew))).toBe(true);
    expect((await store.linkOf(locationId))?.document.status).toBe('revoked');
  },

  'where a contact is at GHL is remembered, and forgotten': async ({ store, tenants }) => {
    const locationId = await tenants.location();
    const { contactId, name, emails } = await tenants.contact(locationId);
    const unknown = { locationId, name, emails, ghlContactId: null, ghlConversationId: null };
    expect(await store.readRecipient(contactId)).toEqual(unknown);
    const place = { ghlContactId: 'c1', ghlConversationId: 'v1' };
    await store.rememberRecipient(contactId, place);
    expect(await store.readRecipient(contactId)).toEqual({ ...unknown, ...place });
    await store.rememberRecipient(contactId, { ghlContactId: null, ghlConversationId: null });
    expect(await store.readRecipient(contactId)).toEqual(unknown);
    await store.rememberRecipient(ContactId('nobody'), place);
    expect(await store.readRecipient(ContactId('nobody'))).toBeUndefined();
  },
};
