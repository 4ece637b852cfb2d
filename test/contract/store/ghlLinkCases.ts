import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { GhlLink } from '../../../shared/domain/ghl.ts';
import {
  claimRenewal,
  end,
  follow,
  type GhlCredential,
  turnOf,
} from '../../../shared/domain/ghlCredential.ts';
import { GHL_DEFAULTS, type PendingGhlLink } from '../../../shared/domain/ghlLink.ts';
import { AgentId, LocationId } from '../../../shared/domain/ids.ts';
import { aWantedLink } from '../../support/aWantedLink.ts';
import { minutesLater, NOW } from './scenario.ts';
import type { StoreCases, StoreFixture } from './storeFixture.ts';

const aLink = (kind: GhlLink['kind'] = 'oauth'): GhlLink => ({
  ...GHL_DEFAULTS,
  ghlLocationId: randomUUID(),
  kind,
  status: 'linked',
});

const aPendingLink = (): PendingGhlLink => ({
  stateHash: randomUUID(),
  locationId: LocationId(randomUUID()),
  ghlLocationId: randomUUID(),
  settings: { conversationProviderId: randomUUID(), logHistory: true },
  redirectUri: 'https://crm.example/api/crm/callback',
  expiresAt: NOW,
  uid: AgentId(randomUUID()),
  returnTo: '/settings',
});

type OAuthCredential = Extract<GhlCredential, { kind: 'oauth' }>;

const anOAuthCredential = (locationId: LocationId): OAuthCredential => ({
  locationId,
  version: randomUUID(),
  sealed: randomUUID(),
  storedAt: NOW,
  endedAt: null,
  kind: 'oauth',
  expiresAt: minutesLater(60),
  renewal: null,
});

async function aLinkedLocation({ store, tenants }: StoreFixture) {
  const locationId = await tenants.location();
  const [link, credential] = [aLink(), anOAuthCredential(locationId)];
  expect(await store.linkLocation(aWantedLink(link), credential)).toEqual({ outcome: 'linked', link });
  return { locationId, link, credential };
}

const statusOf = async ({ store }: StoreFixture, id: LocationId) =>
  (await store.readGhlLink(id)).link?.status;

export const GHL_LINK_CASES: StoreCases = {
  'a state begins one link, once': async ({ store }) => {
    const [pending, other] = [aPendingLink(), aPendingLink()];
    await store.savePendingLink(pending);
    await store.savePendingLink(other);
    expect(await store.takePendingLink(pending.stateHash)).toEqual(pending);
    expect(await store.takePendingLink(pending.stateHash)).toBeUndefined();
    expect(await store.takePendingLink(other.stateHash)).toEqual(other);
  },

  'of two who bring the same state to GHL’s callback at the same time one has it': async ({ store }) => {
    const pending = aPendingLink();
    await store.savePendingLink(pending);
    const taken = await Promise.all([1, 2, 3].map(() => store.takePendingLink(pending.stateHash)));
    expect(taken.filter(Boolean)).toEqual([pending]);
  },

  'a state of Gmail’s begins no link, and one of GHL’s connects no mailbox': async ({ store }) => {
    const pending = aPendingLink();
    await store.savePendingLink(pending);
    expect(await store.takePending(pending.stateHash)).toBeUndefined();
    expect(await store.takePendingLink(pending.stateHash)).toEqual(pending);
  },

  'a location that is linked has its link and what opens it': async (fixture) => {
    const { locationId, link, credential } = await aLinkedLocation(fixture);
    expect(await fixture.store.readGhlLink(locationId)).toEqual({ link, credential });
    expect(await fixture.store.readCredential(locationId)).toEqual(credential);
    expect(await fixture.store.readLocation(locationId)).toMatchObject({ name: 'Estio', ghl: link });
  },

  'a location that was linked by OAuth and is linked by a token has nothing of the former': async (
    fixture,
  ) => {
    const { locationId } = await aLinkedLocation(fixture);
    const { renewal: _, expiresAt: __, ...common } = anOAuthCredential(locationId);
    const [link, credential] = [aLink('token'), { ...common, kind: 'token' } as const];
    await fixture.store.linkLocation(aWantedLink(link), credential);
    expect(await fixture.store.readGhlLink(locationId)).toEqual({ link, credential });
  },

  'what is not said of a link stays as it is at the moment at which it is stored': async (fixture) => {
    const { locationId, link } = await aLinkedLocation(fixture);
    const changed = { ...link, logHistory: true, maxAgeDays: 3 };
    await fixture.store.linkLocation(aWantedLink(changed), anOAuthCredential(locationId));
    const said = { ...aWantedLink(link), settings: { maxAgeDays: 7 } };
    const decision = await fixture.store.linkLocation(said, anOAuthCredential(locationId));
    expect(decision).toEqual({ outcome: 'linked', link: { ...changed, maxAgeDays: 7 } });
    expect(await fixture.store.readLocation(locationId)).toMatchObject({
      ghl: { ...changed, maxAgeDays: 7 },
    });
  },

  'a link that may not move stays at its location of GHL’s, also after it was ended': async (fixture) => {
    const { locationId, link, credential } = await aLinkedLocation(fixture);
    const elsewhere = { ...aWantedLink({ kind: 'oauth' }), mayMove: false };
    const refused = () => fixture.store.linkLocation(elsewhere, anOAuthCredential(locationId));
    expect(await refused()).toEqual({ outcome: 'otherLocation' });
    expect(await fixture.store.readGhlLink(locationId)).toEqual({ link, credential });
    await fixture.store.unlinkLocation(locationId);
    await fixture.store.unlinkLocation(locationId);
    expect(await refused()).toEqual({ outcome: 'otherLocation' });
    expect(await fixture.store.readGhlLink(locationId)).toEqual({ link: null, credential: undefined });
    const back = { ...aWantedLink(link), mayMove: false };
    expect(await fixture.store.linkLocation(back, credential)).toEqual({ outcome: 'linked', link });
    const moved = await fixture.store.linkLocation({ ...elsewhere, mayMove: true }, credential);
    expect(moved).toMatchObject({ outcome: 'linked', link: { ghlLocationId: elsewhere.ghlLocationId } });
  },

  'a location that does not exist is not linked': async ({ store }) => {
    const locationId = LocationId(randomUUID());
    expect(await store.linkLocation(aWantedLink(), anOAuthCredential(locationId))).toBeUndefined();
    expect(await store.readGhlLink(locationId)).toEqual({ link: null, credential: undefined });
    expect(await store.changeCredential(locationId, end('any', NOW))).toBeUndefined();
  },

  'a location that is unlinked has neither link nor what opened it': async (fixture) => {
    const { locationId } = await aLinkedLocation(fixture);
    expect(await fixture.store.unlinkLocation(locationId)).toBe(true);
    expect(await fixture.store.readGhlLink(locationId)).toEqual({ link: null, credential: undefined });
    expect(await fixture.store.readLocation(locationId)).toMatchObject({ name: 'Estio', ghl: null });
    expect(await fixture.store.unlinkLocation(locationId)).toBe(false);
  },

  'of many who claim a renewal at the same time one has it': async (fixture) => {
    const { locationId, credential } = await aLinkedLocation(fixture);
    const { version } = credential;
    const turns = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map(async (holder) => {
        const by = { holder, version, now: NOW };
        return turnOf(await fixture.store.changeCredential(locationId, claimRenewal(by)), by).turn;
      }),
    );
    expect(turns.sort()).toEqual(['mine', 'theirs', 'theirs', 'theirs', 'theirs']);
  },

  'the location tells when what opens it has ended, and when it is good again': async (fixture) => {
    const { locationId, credential } = await aLinkedLocation(fixture);
    const { version } = credential;
    await fixture.store.changeCredential(locationId, end(version, NOW));
    expect(await fixture.store.readCredential(locationId)).toEqual({ ...credential, endedAt: NOW });
    expect(await statusOf(fixture, locationId)).toBe('revoked');
    const next = { version: randomUUID(), sealed: randomUUID(), expiresAt: minutesLater(90) };
    const followed = await fixture.store.changeCredential(locationId, follow(version, { ...next, now: NOW }));
    expect(followed).toEqual({ ...credential, ...next });
    expect(await fixture.store.readCredential(locationId)).toEqual(followed);
    expect(await statusOf(fixture, locationId)).toBe('linked');
  },

  'what ends the secret of an older link does not touch the new one': async (fixture) => {
    const { locationId, credential: old } = await aLinkedLocation(fixture);
    const [link, credential] = [aLink(), anOAuthCredential(locationId)];
    await fixture.store.linkLocation(aWantedLink(link), credential);
    expect(await fixture.store.changeCredential(locationId, end(old.version, NOW))).toEqual(credential);
    expect(await fixture.store.readGhlLink(locationId)).toEqual({ link, credential });
  },
};
