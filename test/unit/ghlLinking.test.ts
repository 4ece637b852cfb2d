import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AgentId, type LocationId } from '../../shared/domain/ids.ts';
import { type FinishLinkDeps, finishGhlLink } from '../../shared/sync/linking/finishGhlLink.ts';
import { linkGhl } from '../../shared/sync/linking/linkGhl.ts';
import { type StartLinkRequest, startGhlLink } from '../../shared/sync/linking/startGhlLink.ts';
import { unlinkGhl } from '../../shared/sync/linking/unlinkGhl.ts';
import { aLocation } from '../support/builders.ts';
import type { GhlLocation } from '../support/ghl/ghlLocation.ts';
import { GhlLinking, HOUR_MS } from '../support/ghlLinking.ts';
import { memoryStore } from '../support/memory-store/memoryStore.ts';

const redirectUri = 'https://crm.example/api/crm/callback';
const store = memoryStore();
let linking: GhlLinking;
let deps: FinishLinkDeps;
let woken: LocationId[];

beforeEach(async () => {
  linking = await GhlLinking.start(store);
  woken = [];
  const process = linking.process();
  deps = {
    ...process,
    tenancy: store,
    store,
    ghl: linking.access(process),
    outboxQueue: { wake: async (locationId) => void woken.push(locationId) },
    log: linking.recorded.log,
  };
});
afterEach(() => linking.close());

function aPlace() {
  const location = aLocation();
  store.putLocation(location);
  const { locationId } = location;
  return { locationId, at: linking.ghl.addLocation(), link: () => store.findLocation(locationId)?.ghl };
}

const open = async (locationId: LocationId) =>
  (await linking.access().open(locationId)).listContacts({ limit: 1 });

describe('linking by a token', () => {
  test('stores what GHL has taken, opens with it, and wakes the relay', async () => {
    const { locationId, at, link } = aPlace();
    const token = linking.ghl.token(at);
    const settings = { logHistory: true };
    const outcome = await linkGhl(deps, { locationId, ghlLocationId: at.id, settings, token });
    expect(outcome).toEqual({ outcome: 'linked', link: link() });
    expect(link()).toEqual({
      ghlLocationId: at.id,
      kind: 'token',
      status: 'linked',
      conversationProviderId: null,
      logHistory: true,
      maxAgeDays: 30,
      createContacts: false,
    });
    expect(woken).toEqual([locationId]);
    await open(locationId);
  });

  test('again keeps settings and location that are not named, and ends a revocation', async () => {
    const { locationId, at, link } = aPlace();
    const first = { locationId, ghlLocationId: at.id, settings: { maxAgeDays: 7, logHistory: true } };
    await linkGhl(deps, { ...first, token: linking.ghl.token(at) });
    linking.ghl.oauth.uninstall(at);
    await expect(open(locationId)).rejects.toMatchObject({ code: 'unauthorized' });
    expect(link()?.status).toBe('revoked');
    const again = { locationId, settings: { logHistory: false }, token: linking.ghl.token(at) };
    await linkGhl(deps, again);
    expect(link()).toMatchObject({
      status: 'linked',
      ghlLocationId: at.id,
      maxAgeDays: 7,
      logHistory: false,
    });
    expect(woken).toEqual([locationId, locationId]);
    await open(locationId);
  });

  test('takes GHL’s location of the same id where none is named', async () => {
    const { locationId } = aPlace();
    const at = linking.ghl.addLocation({ id: locationId });
    const outcome = await linkGhl(deps, { locationId, settings: {}, token: linking.ghl.token(at) });
    expect(outcome).toMatchObject({ outcome: 'linked', link: { ghlLocationId: locationId } });
  });

  test.each<[string, string, (at: GhlLocation) => string]>([
    ['a token of another location', 'notOpened', () => linking.ghl.token(linking.ghl.addLocation())],
    ['a token that GHL does not know', 'tokenRefused', () => `pit-${randomUUID()}`],
  ])('refuses %s and leaves the link before as it was', async (_, reason, another) => {
    const { locationId, at, link } = aPlace();
    const request = { locationId, ghlLocationId: at.id, settings: {} };
    await linkGhl(deps, { ...request, token: linking.ghl.token(at) });
    const before = await store.readGhlLink(locationId);
    const refused = await linkGhl(deps, { ...request, settings: { maxAgeDays: 1 }, token: another(at) });
    expect(refused).toEqual({ outcome: 'refused', reason });
    expect(await store.readGhlLink(locationId)).toEqual(before);
    expect(link()).toEqual(before.link);
    await open(locationId);
  });

  test('does not undo a setting that is changed while GHL looks at the token', async () => {
    const { locationId, at, link } = aPlace();
    const request = { locationId, ghlLocationId: at.id, settings: {} };
    await linkGhl(deps, { ...request, token: linking.ghl.token(at) });
    const ghl: FinishLinkDeps['ghl'] = {
      openWith: (...args) => {
        const before = store.findLocation(locationId);
        if (before?.ghl) store.putLocation({ ...before, ghl: { ...before.ghl, logHistory: true } });
        return deps.ghl.openWith(...args);
      },
    };
    const again = { ...request, settings: { maxAgeDays: 7 }, token: linking.ghl.token(at) };
    const outcome = await linkGhl({ ...deps, ghl }, again);
    expect(outcome).toMatchObject({ outcome: 'linked', link: { logHistory: true, maxAgeDays: 7 } });
    expect(link()).toMatchObject({ logHistory: true, maxAgeDays: 7 });
  });

  test('refuses a location that is not there', async () => {
    const { locationId } = aLocation();
    const outcome = await linkGhl(deps, { locationId, settings: {}, token: 'pit-1' });
    expect(outcome).toEqual({ outcome: 'refused', reason: 'unknownLocation' });
  });

  test('stores nothing while GHL is down', async () => {
    const { locationId, at, link } = aPlace();
    linking.ghl.faults.add({ method: 'contacts.search', reply: { status: 503, body: {} } });
    const request = { locationId, ghlLocationId: at.id, settings: {}, token: linking.ghl.token(at) };
    await expect(linkGhl(deps, request)).rejects.toMatchObject({ code: 'unavailable' });
    expect(link()).toBeNull();
  });

  test('is done although the relay could not be woken', async () => {
    const { locationId, at } = aPlace();
    const outboxQueue = { wake: () => Promise.reject(new Error('no topic')) };
    const request = { locationId, ghlLocationId: at.id, settings: {}, token: linking.ghl.token(at) };
    expect(await linkGhl({ ...deps, outboxQueue }, request)).toMatchObject({ outcome: 'linked' });
    expect(linking.recorded.lines.map(({ event }) => event)).toEqual(['ghlLinked', 'relayNotWoken']);
  });

  test('is undone by unlinking, once', async () => {
    const { locationId, at, link } = aPlace();
    const token = linking.ghl.token(at);
    await linkGhl(deps, { locationId, ghlLocationId: at.id, settings: {}, token });
    expect(await unlinkGhl(deps, { locationId })).toEqual({ outcome: 'unlinked' });
    expect(await unlinkGhl(deps, { locationId })).toEqual({ outcome: 'notLinked' });
    expect(link()).toBeNull();
    await expect(open(locationId)).rejects.toMatchObject({ code: 'unauthorized' });
  });
});

describe('a location that was linked to another one of GHL’s', () => {
  const uid = AgentId(randomUUID());

  async function aMove() {
    const place = aPlace();
    const { locationId, at } = place;
    await linkGhl(deps, { locationId, ghlLocationId: at.id, settings: {}, token: linking.ghl.token(at) });
    const other = linking.ghl.addLocation();
    const request = { locationId, ghlLocationId: other.id, settings: {} };
    return { ...place, other, request, token: linking.ghl.token(other) };
  }

  test.each([
    ['linked', async () => {}],
    ['unlinked', async (locationId: LocationId) => void (await unlinkGhl(deps, { locationId }))],
  ])('and is %s: an agent does not move it, neither by a token nor by OAuth', async (_, meanwhile) => {
    const { locationId, at, request, token, link } = await aMove();
    await meanwhile(locationId);
    const before = link();
    const refused = { outcome: 'refused', reason: 'otherLocation' };
    expect(await linkGhl(deps, { ...request, token, uid })).toEqual(refused);
    const asked = { ...request, redirectUri, uid };
    expect(await startGhlLink(deps, asked)).toEqual({ outcome: 'otherLocation' });
    expect(link()).toEqual(before);
    const back = { locationId, settings: {}, token: linking.ghl.token(at), uid };
    expect(await linkGhl(deps, back)).toMatchObject({ outcome: 'linked', link: { ghlLocationId: at.id } });
  });

  test('while an agent is on GHL’s page: the link is not made, and they are told why', async () => {
    const { locationId, at, other, link } = { ...aPlace(), other: linking.ghl.addLocation() };
    store.putAgent({ uid, email: 'agent@example.com', locationIds: [locationId] });
    const asked = { locationId, ghlLocationId: at.id, settings: {}, redirectUri, uid, returnTo: '/settings' };
    const state = await begin(asked);
    const token = linking.ghl.token(other);
    await linkGhl(deps, { locationId, ghlLocationId: other.id, settings: {}, token });
    const outcome = await finishGhlLink(deps, { state, code: codeOf(at) });
    expect(outcome).toEqual({ outcome: 'refused', reason: 'otherLocation', returnTo: '/settings' });
    expect(link()).toMatchObject({ kind: 'token', ghlLocationId: other.id });
  });

  test('is moved by operations, and keeps its settings', async () => {
    const { request, other, token, link } = await aMove();
    expect(await linkGhl(deps, { ...request, token })).toMatchObject({ outcome: 'linked' });
    expect(link()).toMatchObject({ ghlLocationId: other.id, maxAgeDays: 30 });
  });
});

const codeOf = (at: GhlLocation) => linking.ghl.oauth.authorize(at, redirectUri);

async function begin(asked: StartLinkRequest): Promise<string> {
  const started = await startGhlLink(deps, asked);
  if (started.outcome !== 'started') throw new Error('It was not begun');
  return new URL(started.url).searchParams.get('state') ?? '';
}

describe('linking by OAuth', () => {
  async function aBegunLink() {
    const place = aPlace();
    const { locationId, at } = place;
    const asked = { locationId, ghlLocationId: at.id, settings: { maxAgeDays: 3 }, redirectUri };
    return { ...place, state: await begin(asked) };
  }

  test('stores the pair and the settings that it was begun with, and wakes the relay', async () => {
    const { locationId, at, state, link } = await aBegunLink();
    const outcome = await finishGhlLink(deps, { state, code: codeOf(at) });
    expect(outcome).toEqual({ outcome: 'linked', ghlLocationId: at.id });
    expect(link()).toMatchObject({ kind: 'oauth', status: 'linked', maxAgeDays: 3 });
    expect(woken).toEqual([locationId]);
    await open(locationId);
    linking.clock.pass(25 * HOUR_MS);
    await open(locationId);
    expect(linking.asked).toBe(2);
  });

  test('is done once for a state', async () => {
    const { at, state } = await aBegunLink();
    const answers = [1, 2, 3].map(() => ({ state, code: codeOf(at) }));
    const outcomes = await Promise.all(answers.map((answer) => finishGhlLink(deps, answer)));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['linked', 'refused', 'refused']);
    expect(outcomes).toContainEqual({ outcome: 'refused', reason: 'unknownState' });
  });

  test.each<[string, string, (at: GhlLocation) => { code?: string; error?: string }]>([
    ['a person who says no', 'denied', () => ({ error: 'access_denied' })],
    ['a failure of GHL’s', 'endedByGhl', (at) => ({ error: 'server_error', code: codeOf(at) })],
    ['an answer without a code', 'endedByGhl', () => ({})],
    ['a code that GHL does not know', 'codeRejected', () => ({ code: 'unknown' })],
    ['another location', 'foreignLocation', () => ({ code: codeOf(linking.ghl.addLocation()) })],
  ])('is refused after %s, links nothing, and the state is used up', async (_, reason, answer) => {
    const { at, state, link } = await aBegunLink();
    expect(await finishGhlLink(deps, { state, ...answer(at) })).toEqual({ outcome: 'refused', reason });
    const after = await finishGhlLink(deps, { state, code: codeOf(at) });
    expect(after).toEqual({ outcome: 'refused', reason: 'unknownState' });
    expect(link()).toBeNull();
    expect(woken).toEqual([]);
  });

  test.each<[string, string, object]>([
    ['a whole agency', 'noLocation', { locationId: undefined, companyId: 'c', userType: 'Company' }],
    ['nothing lasting', 'noOfflineAccess', { refresh_token: undefined }],
  ])('is refused where GHL gives %s', async (_, reason, told) => {
    const { at, state, link } = await aBegunLink();
    const { accessToken, refreshToken } = linking.ghl.oauth.grant(at);
    const whole = {
      access_token: accessToken,
      refresh_token: refreshToken,
      expires_in: 9,
      locationId: at.id,
    };
    linking.ghl.faults.add({ method: 'oauth.token', reply: { status: 200, body: { ...whole, ...told } } });
    const outcome = await finishGhlLink(deps, { state, code: codeOf(at) });
    expect(outcome).toEqual({ outcome: 'refused', reason });
    expect(link()).toBeNull();
  });

  test('is refused an hour after it was begun, and for a state that nobody gave out', async () => {
    const { at, state } = await aBegunLink();
    linking.clock.pass(HOUR_MS);
    for (const each of [state, 'forged', undefined]) {
      const outcome = await finishGhlLink(deps, { state: each, code: codeOf(at) });
      expect(outcome).toEqual({ outcome: 'refused', reason: 'unknownState' });
    }
  });

  test.each([
    ['an agent', '/settings', { returnTo: '/settings' }],
    ['an agent who said no page', null, { returnTo: '/' }],
    ['operations', undefined, {}],
  ])('that GHL fails: where %s began it is not lost, and it is logged', async (_, returnTo, told) => {
    const { locationId, at, link } = aPlace();
    const uid = AgentId(randomUUID());
    store.putAgent({ uid, email: 'agent@example.com', locationIds: [locationId] });
    const by = returnTo === undefined ? {} : { uid, ...(returnTo && { returnTo }) };
    const state = await begin({ locationId, ghlLocationId: at.id, settings: {}, redirectUri, ...by });
    linking.ghl.faults.add({ method: 'oauth.token', reply: { status: 503, body: {} } });
    expect(await finishGhlLink(deps, { state, code: codeOf(at) })).toEqual({ outcome: 'failed', ...told });
    expect(linking.recorded.lines.map(({ event }) => event)).toEqual(['unexpectedFailure']);
    expect(link()).toBeNull();
  });

  test('is not begun for a location that is not there', async () => {
    const { locationId } = aLocation();
    const outcome = await startGhlLink(deps, { locationId, settings: {}, redirectUri });
    expect(outcome).toEqual({ outcome: 'unknownLocation' });
  });
});
