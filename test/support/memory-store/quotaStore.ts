import type { QuotaStore } from '../../../shared/ports/stores/quotaStore.ts';
import type { Atomically } from './atomically.ts';
import type { Tables } from './tables.ts';

export function memoryQuotaStore(tables: Tables, atomically: Atomically): QuotaStore {
  return {
    takeUnits: ({ minute, units, limit }) =>
      atomically('takeUnits', () => {
        const taken = (tables.quota.get(minute.getTime()) ?? 0) + units;
        if (taken > limit) return false;
        tables.quota.set(minute.getTime(), taken);
        return true;
      }),
  };
}
