import { expect } from '@jest/globals';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import type { LocationId } from '../../../shared/domain/ids.ts';
import type { CallableCases, CallableStage } from '../../support/stack/callableStage.ts';
import { refusalOf } from '../../support/stack/client.ts';

const LINK = {
  ghlLocationId: 'location-at-ghl',
  kind: 'token',
  status: 'linked',
  conversationProviderId: 'provider',
  logHistory: false,
  maxAgeDays: 30,
  createContacts: false,
} as const;

/** As the CRM wrote it, with more in it than we know. */
async function anOffice(stage: CallableStage, document: object = {}) {
  const agent = await stage.agents.anAgent();
  const { locationId } = agent;
  await stage.tenants.writeLocation(locationId, { name: 'Estio', crmField: 'kept', ...document });
  return { locationId, client: await stage.client(agent), document: () => read(stage, locationId) };
}

const read = async ({ db }: CallableStage, id: LocationId) => (await paths.location(db, id).get()).data();

export const SAVE_LOCATION_CASES: CallableCases = {
  'what is named is changed, in the form in which mail is compared with it, and all else stays': async (
    stage,
  ) => {
    const { client, locationId, document } = await anOffice(stage, { skipAutomated: 'yes', ghl: LINK });
    const { conversationProviderId: _, ...link } = LINK;
    expect(
      await client.call('saveLocation', {
        locationId,
        excluded: ['Boss <Boss@X.example>', '', ' @bank.example ', 'bank.example'],
        ghl: { maxAgeDays: 7 },
      }),
    ).toEqual({
      locationId,
      excluded: ['boss@x.example', 'bank.example'],
      skipAutomated: true,
      shareMailboxes: true,
      ghl: { ...link, maxAgeDays: 7 },
    });
    expect(await document()).toEqual({
      name: 'Estio',
      crmField: 'kept',
      skipAutomated: 'yes',
      excluded: ['boss@x.example', 'bank.example'],
      ghl: { ...LINK, maxAgeDays: 7 },
    });
    const turned = { skipAutomated: false, shareMailboxes: false };
    expect(await client.call('saveLocation', { locationId, excluded: [], ...turned })).toMatchObject({
      excluded: [],
      ...turned,
    });
  },

  'without anything to change, it tells the settings as they are, and writes nothing': async (stage) => {
    const { client, locationId } = await anOffice(stage, { excluded: 'bank.example; Boss@x.example' });
    const before = (await paths.location(stage.db, locationId).get()).updateTime;
    const settings = { excluded: ['bank.example', 'boss@x.example'], skipAutomated: false };
    const told = { locationId, ...settings, shareMailboxes: true, ghl: null };
    expect(await client.call('saveLocation', { locationId })).toEqual(told);
    expect((await paths.location(stage.db, locationId).get()).updateTime).toEqual(before);
    const { locations } = await client.call('getSyncStatus', {});
    expect(locations).toMatchObject([{ locationId, ...settings }]);
  },

  'each entry that the sync would not understand is named, and nothing is changed': async (stage) => {
    const { client, locationId, document } = await anOffice(stage);
    const wrong: readonly [field: string, message: RegExp, object][] = [
      ['excluded.1', /^"the bank" is neither/, { excluded: ['bank.example', 'the bank'] }],
      ['excluded.0', /longer than 320/, { excluded: [`${'a'.repeat(320)}.example`] }],
      [
        'excluded',
        /more than 1000/,
        { excluded: Array.from({ length: 1_001 }, (_, at) => `a${at}.example`) },
      ],
      ['ghl.maxAgeDays', /below 0/, { ghl: { maxAgeDays: -1 } }],
      ['ghl.maxAgeDays', /above 36500/, { ghl: { maxAgeDays: 40_000 } }],
      ['ghl', /status/, { ghl: { status: 'linked' } }],
    ];
    for (const [field, message, values] of wrong) {
      const input = { locationId, skipAutomated: true, ...values };
      expect(await refusalOf(client.send('saveLocation', input))).toMatchObject({
        code: 'invalid-argument',
        details: { fields: [{ field, message: expect.stringMatching(message) }] },
      });
    }
    const both = { locationId, excluded: ['the bank', 'ann@x.example', 'the boss'] };
    expect(await refusalOf(client.send('saveLocation', both))).toMatchObject({
      details: { fields: [{ field: 'excluded.0' }, { field: 'excluded.2' }] },
    });
    expect(await document()).toEqual({ name: 'Estio', crmField: 'kept' });
  },

  'a setting of a link that is not there changes nothing, and what to do is told': async (stage) => {
    const { client, locationId, document } = await anOffice(stage);
    const input = { locationId, skipAutomated: true, ghl: { logHistory: true } };
    expect(await refusalOf(client.call('saveLocation', input))).toEqual({
      code: 'failed-precondition',
      message: expect.stringContaining('not linked'),
      details: undefined,
    });
    expect(await document()).toEqual({ name: 'Estio', crmField: 'kept' });
  },

  'a list that somebody has changed since it was shown is not replaced': async (stage) => {
    const { client, locationId, document } = await anOffice(stage, {
      excluded: 'bank.example, Boss@x.example',
    });
    const shown = ['boss@x.example', 'Bank.example '];
    const first = { locationId, excluded: ['a.example', ...shown], excludedBefore: shown };
    const [mine, theirs] = await Promise.allSettled([
      client.call('saveLocation', first),
      client.call('saveLocation', { ...first, excluded: ['b.example', ...shown], skipAutomated: true }),
    ]);
    const [kept, lost] = mine.status === 'fulfilled' ? [mine, theirs] : [theirs, mine];
    if (kept.status !== 'fulfilled') throw new Error('Neither list was taken');
    expect(lost).toMatchObject({ status: 'rejected', reason: { code: 'functions/aborted' } });
    const { excluded, skipAutomated } = kept.value;
    expect(excluded).toHaveLength(3);
    expect(await document()).toMatchObject({ excluded, ...(skipAutomated && { skipAutomated }) });
    const refusal = await refusalOf(client.call('saveLocation', { locationId, excludedBefore: shown }));
    expect(refusal).toMatchObject({
      code: 'invalid-argument',
      details: { fields: [{ field: 'excludedBefore' }] },
    });
  },

  'two agents who change different settings at once both have theirs': async (stage) => {
    const { client, locationId, document } = await anOffice(stage, { ghl: LINK });
    const colleague = await stage.client(await stage.agents.anAgent(locationId));
    await stage.tenants.writeLocation(locationId, { name: 'Estio', ghl: LINK });
    await Promise.all([
      client.call('saveLocation', { locationId, skipAutomated: true, ghl: { logHistory: true } }),
      colleague.call('saveLocation', { locationId, shareMailboxes: false, ghl: { createContacts: true } }),
    ]);
    expect(await document()).toEqual({
      name: 'Estio',
      skipAutomated: true,
      shareMailboxes: false,
      ghl: { ...LINK, logHistory: true, createContacts: true },
    });
  },
};
