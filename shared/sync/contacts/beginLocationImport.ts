import { beginImport, type ContactImport, type ImportHistory } from '../../domain/contacts/importProgress.ts';
import { ImportId, type LocationId } from '../../domain/ids.ts';
import type { ImportDeps } from './importContacts.ts';

/**
 * Begins an import of a location's contacts, or takes up the one that is not finished, for `importContacts` to run.
 * Undefined where there is no such location.
 */
export async function beginLocationImport(
  deps: Pick<ImportDeps, 'tenancy' | 'imports' | 'clock'>,
  { locationId, history }: { readonly locationId: LocationId; readonly history: ImportHistory },
): Promise<ContactImport | undefined> {
  const location = await deps.tenancy.readLocation(locationId);
  if (!location) return undefined;
  const ghlLocationId = location.ghl?.ghlLocationId ?? null;
  const importId = ImportId.of(locationId);
  const request = { importId, locationId, ghlLocationId, history, now: deps.clock.now() };
  return deps.imports.changeImport(importId, (existing) => beginImport(existing, request));
}
