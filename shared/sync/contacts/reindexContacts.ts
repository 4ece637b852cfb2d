import type { ContactId, LocationId } from '../../domain/ids.ts';
import type { TenancyStore } from '../../ports/stores/tenancyStore.ts';

export interface ReindexRequest {
  /** Those of all locations, unless it is told. */
  readonly locationId: LocationId | undefined;
  readonly preview: boolean;
}

export interface ReindexCounts {
  readonly looked: number;
  /** Those that lacked what they are searched by, or had another name or address when it was derived. */
  readonly outdated: number;
}

const PAGE = 300;

/**
 * Goes through contacts, and has those found by a search that the CRM has written itself. It keeps nothing of where it
 * is: stopped at any moment and begun again, it finds what is left to do, and nothing else.
 */
export async function reindexContacts(
  { tenancy }: { readonly tenancy: Pick<TenancyStore, 'reindexContacts'> },
  { locationId, preview }: ReindexRequest,
  told: (counts: ReindexCounts) => void,
): Promise<ReindexCounts> {
  let counts: ReindexCounts = { looked: 0, outdated: 0 };
  let after: ContactId | undefined;
  do {
    const page = await tenancy.reindexContacts({ locationId, preview, limit: PAGE, after });
    counts = { looked: counts.looked + page.looked, outdated: counts.outdated + page.outdated };
    told(counts);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return counts;
}
