import { expect } from '@jest/globals';
import { NOW } from './scenario.ts';
import type { StoreCases } from './storeFixture.ts';

const MINUTE = { minute: NOW, limit: 100 };

export const QUOTA_CASES: StoreCases = {
  'a minute’s quota is taken until its limit, and no unit beyond it': async ({ store }) => {
    expect(await store.takeUnits({ ...MINUTE, units: 60 })).toBe(true);
    expect(await store.takeUnits({ ...MINUTE, units: 41 })).toBe(false);
    expect(await store.takeUnits({ ...MINUTE, units: 40 })).toBe(true);
    expect(await store.takeUnits({ ...MINUTE, units: 1 })).toBe(false);
  },

  'the next minute has its quota anew': async ({ store }) => {
    await store.takeUnits({ ...MINUTE, units: 100 });
    const next = new Date(NOW.getTime() + 60_000);
    expect(await store.takeUnits({ ...MINUTE, minute: next, units: 100 })).toBe(true);
  },

  'of many who take at the same time as many have it as there is for': async ({ store }) => {
    const taken = await Promise.all(
      Array.from({ length: 8 }, () => store.takeUnits({ ...MINUTE, units: 30 })),
    );
    expect(taken.filter(Boolean)).toHaveLength(3);
  },
};
