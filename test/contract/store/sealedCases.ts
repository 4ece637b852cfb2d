import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { claimRenewal, type GhlCredential } from '../../../shared/domain/ghlCredential.ts';
import { AgentId, type LocationId, MailboxId } from '../../../shared/domain/ids.ts';
import type { SealedRecord } from '../../../shared/ports/keyring.ts';
import type { Seen } from '../../../shared/ports/stores/seen.ts';
import { everyPage } from '../../../shared/sync/everyPage.ts';
import { aWantedLink } from '../../support/aWantedLink.ts';
import { anAddress } from '../../support/builders.ts';
import { minutesLater, NOW } from './scenario.ts';
import type { StoreCases, StoreFixture } from './storeFixture.ts';

const aSeal = () => `v1.k1.${randomUUID()}`;

async function aGrant({ store }: StoreFixture, sealed = aSeal()) {
  const emailAddress = anAddress('mailbox');
  const to = { mailboxId: MailboxId.of(emailAddress), uid: AgentId(randomUUID()), emailAddress, now: NOW };
  await store.connect(to, { sealed, scopes: ['gmail.modify'] });
  return { ...to, sealed };
}

async function aCredential({ store, tenants }: StoreFixture, sealed = aSeal()): Promise<GhlCredential> {
  const locationId = await tenants.location();
  const credential: GhlCredential = {
    locationId,
    version: randomUUID(),
    sealed,
    storedAt: NOW,
    endedAt: null,
    kind: 'oauth',
    expiresAt: minutesLater(60),
    renewal: null,
  };
  await store.linkLocation(aWantedLink({ kind: 'oauth' }), credential);
  return credential;
}

async function recordsOf({ store }: StoreFixture): Promise<readonly Seen<SealedRecord>[]> {
  const found: Seen<SealedRecord>[] = [];
  for await (const page of everyPage((from) => store.sealedRecords({ limit: 2, ...from })))
    found.push(...page);
  return found;
}

async function theRecord(fixture: StoreFixture): Promise<Seen<SealedRecord>> {
  const [record, ...others] = await recordsOf(fixture);
  if (!record || others.length > 0) throw new Error('There is more than one record, or none');
  return record;
}

const idOf = (locationId: LocationId) => `ghl:${locationId}`;

export const SEALED_CASES: StoreCases = {
  'all that is sealed is listed page by page, with what it is bound to': async (fixture) => {
    const grants = [await aGrant(fixture), await aGrant(fixture), await aGrant(fixture)];
    const credentials = [await aCredential(fixture), await aCredential(fixture)];
    const expected: SealedRecord[] = [
      ...grants.map(({ mailboxId, sealed }) => ({
        recordId: mailboxId,
        binding: { purpose: 'gmail', owner: mailboxId },
        sealed,
        resealedAt: null,
      })),
      ...credentials.map(({ locationId, sealed }) => ({
        recordId: idOf(locationId),
        binding: { purpose: 'ghl', owner: locationId },
        sealed,
        resealedAt: null,
      })),
    ];
    const listed = (await recordsOf(fixture)).map(({ document }) => document);
    expect(listed).toEqual(expected.sort((a, b) => (a.recordId < b.recordId ? -1 : 1)));
  },

  'a grant that is sealed anew has another seal, and is otherwise as it was': async (fixture) => {
    const { mailboxId } = await aGrant(fixture);
    const before = await fixture.store.readGrant(mailboxId);
    const sealed = aSeal();
    expect(await fixture.store.replaceSeal(await theRecord(fixture), { sealed, at: minutesLater(3) })).toBe(
      true,
    );
    expect(await fixture.store.readGrant(mailboxId)).toEqual({ ...before, sealed });
    expect((await theRecord(fixture)).document).toMatchObject({ sealed, resealedAt: minutesLater(3) });
  },

  'what opens GHL is sealed anew in the middle of its renewal, which goes on': async (fixture) => {
    const credential = await aCredential(fixture);
    const { locationId, version } = credential;
    const claim = claimRenewal({ holder: 'holder', version, now: NOW });
    const seen = await theRecord(fixture);
    const claimed = await fixture.store.changeCredential(locationId, claim);
    const sealed = aSeal();
    expect(await fixture.store.replaceSeal(seen, { sealed, at: NOW })).toBe(false);
    expect(await fixture.store.readCredential(locationId)).toEqual(claimed);
    expect(await fixture.store.replaceSeal(await theRecord(fixture), { sealed, at: NOW })).toBe(true);
    expect(await fixture.store.readCredential(locationId)).toEqual({ ...claimed, sealed });
  },

  'a grant that was renewed since it was read keeps the newer one': async (fixture) => {
    const { sealed: _, ...to } = await aGrant(fixture);
    const seen = await theRecord(fixture);
    const renewed = { sealed: aSeal(), scopes: ['gmail.modify'] };
    await fixture.store.connect({ ...to, now: minutesLater(1) }, renewed);
    expect(await fixture.store.replaceSeal(seen, { sealed: aSeal(), at: minutesLater(2) })).toBe(false);
    expect(await fixture.store.readGrant(to.mailboxId)).toMatchObject({ ...renewed, grantVersion: 2 });
  },

  'a record that is deleted meanwhile does not come back': async (fixture) => {
    const { locationId } = await aCredential(fixture);
    const seen = await theRecord(fixture);
    await fixture.store.unlinkLocation(locationId);
    expect(await fixture.store.replaceSeal(seen, { sealed: aSeal(), at: NOW })).toBe(false);
    expect(await recordsOf(fixture)).toEqual([]);
  },

  'of two who seal a record anew at the same time one does, and may say so twice': async (fixture) => {
    const { mailboxId } = await aGrant(fixture);
    const seen = await theRecord(fixture);
    const seals = [aSeal(), aSeal()];
    const done = await Promise.all(
      seals.map((sealed) => fixture.store.replaceSeal(seen, { sealed, at: NOW })),
    );
    expect(done.toSorted()).toEqual([false, true]);
    const stored = seals[done.indexOf(true)] ?? '';
    expect(await fixture.store.readGrant(mailboxId)).toMatchObject({ sealed: stored });
    expect(await fixture.store.replaceSeal(seen, { sealed: stored, at: NOW })).toBe(true);
  },

  'a grant that is stored after it was sealed anew was not sealed by rotation': async (fixture) => {
    const { sealed: _, ...to } = await aGrant(fixture);
    await fixture.store.replaceSeal(await theRecord(fixture), { sealed: aSeal(), at: NOW });
    await fixture.store.connect(to, { sealed: aSeal(), scopes: [] });
    expect((await theRecord(fixture)).document.resealedAt).toBeNull();
  },
};
