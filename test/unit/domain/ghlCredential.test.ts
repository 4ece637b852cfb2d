import { describe, expect, test } from '@jest/globals';
import {
  claimRenewal,
  end,
  follow,
  type GhlCredential,
  isFresh,
  linkStatusOf,
  releaseRenewal,
  turnOf,
} from '../../../shared/domain/ghlCredential.ts';
import { decideLink, expectedGhlLocation, GHL_DEFAULTS } from '../../../shared/domain/ghlLink.ts';
import { LocationId } from '../../../shared/domain/ids.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

const common = {
  locationId: LocationId('l'),
  version: 'v1',
  sealed: 'sealed 1',
  storedAt: NOW,
  endedAt: null,
};
const aToken: GhlCredential = { ...common, kind: 'token' };
const aPair: Extract<GhlCredential, { kind: 'oauth' }> = {
  ...common,
  kind: 'oauth',
  expiresAt: later(60),
  renewal: null,
};
const held = { ...aPair, renewal: { holder: 'a', until: later(60) } };
const by = (holder: string, now = NOW) => ({ holder, version: 'v1', now });

describe('whose turn it is to renew', () => {
  test.each<[string, GhlCredential | undefined, ReturnType<typeof by>, string]>([
    ['nobody’s where there is nothing', undefined, by('a'), 'over'],
    ['nobody’s once it has ended', { ...aPair, endedAt: NOW }, by('a'), 'over'],
    ['nobody’s for a token, which has no successor', aToken, by('a'), 'over'],
    ['over where another secret is stored', { ...aPair, version: 'v2' }, by('a'), 'renewed'],
    ['over also where it was replaced by a token', { ...aToken, version: 'v2' }, by('a'), 'renewed'],
    ['anybody’s while nobody holds the lease', aPair, by('a'), 'free'],
    ['the holder’s', held, by('a'), 'mine'],
    ['the holder’s and of no one else', held, by('b'), 'theirs'],
    ['anybody’s as soon as the lease has run out', held, by('b', later(60)), 'free'],
    ['no longer the holder’s then', held, by('a', later(60)), 'free'],
  ])('%s', (_, credential, who, turn) => {
    expect(turnOf(credential, who).turn).toBe(turn);
  });

  test('is over for spending a quarter of the way through the lease', () => {
    const claimed = claimRenewal(by('a'))(aPair);
    expect(turnOf(claimed, by('a'))).toEqual({ turn: 'mine', sealed: 'sealed 1', spendBefore: later(15) });
  });
});

describe('a credential', () => {
  test('is claimed where it is free, and left as it is where it is not', () => {
    expect(claimRenewal(by('a'))(aPair)).toEqual(held);
    for (const taken of [held, aToken, { ...aPair, version: 'v2' }, { ...aPair, endedAt: NOW }])
      expect(claimRenewal(by('b'))(taken)).toBe(taken);
    expect(claimRenewal(by('b', later(60)))(held)).toMatchObject({
      renewal: { holder: 'b', until: later(120) },
    });
  });

  test('is released by its holder alone', () => {
    expect(releaseRenewal('a')(held)).toEqual(aPair);
    expect(releaseRenewal('b')(held)).toBe(held);
    expect(releaseRenewal('a')(aToken)).toBe(aToken);
  });

  const next = { version: 'v2', sealed: 'sealed 2', expiresAt: later(999), now: later(9) };

  test('is followed by what came for its refresh token, whoever holds the lease, even once given up', () => {
    const followed = {
      ...aPair,
      version: 'v2',
      sealed: 'sealed 2',
      expiresAt: later(999),
      storedAt: later(9),
    };
    for (const before of [aPair, held, { ...held, endedAt: NOW }])
      expect(follow('v1', next)(before)).toEqual(followed);
  });

  test('is followed by nothing that came for another one', () => {
    for (const other of [{ ...held, version: 'v3' }, { ...aPair, version: 'v2' }, aToken])
      expect(follow('v1', next)(other)).toBe(other);
  });

  test('ends once, and only as what GHL has refused', () => {
    const ended = end('v1', NOW)(held);
    expect(ended).toEqual({ ...aPair, endedAt: NOW });
    expect(end('v1', later(9))(ended)).toBe(ended);
    expect(end('v0', NOW)(held)).toBe(held);
    expect([linkStatusOf(aToken), linkStatusOf(end('v1', NOW)(aToken))]).toEqual(['linked', 'revoked']);
  });

  test('is fresh until a minute before it expires', () => {
    expect(isFresh(later(61), NOW)).toBe(true);
    expect(isFresh(later(60), NOW)).toBe(false);
  });
});

describe('what a location is linked with', () => {
  const locationId = LocationId('l');
  const wanted = { ghlLocationId: 'g', kind: 'oauth', settings: {}, mayMove: false } as const;
  const unlinked = { locationId, ghl: null, unlinkedFrom: null };
  const link = {
    ghlLocationId: 'g',
    kind: 'token',
    status: 'revoked',
    conversationProviderId: 'p',
    logHistory: true,
    maxAgeDays: 7,
    createContacts: true,
  } as const;

  test('is what was said, then what was before, then the defaults', () => {
    const linked = { ghlLocationId: 'g', kind: 'oauth', status: 'linked' } as const;
    expect(decideLink(unlinked, { ...wanted, settings: { maxAgeDays: 1 } })).toEqual({
      outcome: 'linked',
      link: { ...GHL_DEFAULTS, ...linked, maxAgeDays: 1 },
    });
    expect(decideLink({ ...unlinked, ghl: link }, { ...wanted, settings: { logHistory: false } })).toEqual({
      outcome: 'linked',
      link: { ...link, ...linked, logHistory: false },
    });
  });

  test('is GHL’s location that was named, then that of the link before, then that of our id', () => {
    expect(expectedGhlLocation({ ...unlinked, ghl: link }, 'named')).toBe('named');
    expect(expectedGhlLocation({ ...unlinked, ghl: link, unlinkedFrom: 'f' }, undefined)).toBe('g');
    expect(expectedGhlLocation({ ...unlinked, unlinkedFrom: 'f' }, undefined)).toBe('f');
    expect(expectedGhlLocation(unlinked, undefined)).toBe('l');
  });

  test.each([
    ['is linked to another one', { ghl: { ...link, ghlLocationId: 'f' }, unlinkedFrom: 'g' }],
    ['was linked to another one last', { ghl: null, unlinkedFrom: 'f' }],
  ])('is not what its contacts have no ids of, where it %s, unless it may move', (_, so) => {
    const location = { ...unlinked, ...so };
    expect(decideLink(location, wanted)).toEqual({ outcome: 'otherLocation' });
    expect(decideLink(location, { ...wanted, mayMove: true })).toMatchObject({ outcome: 'linked' });
    expect(decideLink(location, { ...wanted, ghlLocationId: 'f' })).toMatchObject({ outcome: 'linked' });
  });
});
