import type { ContactImport } from '../../domain/contacts/importProgress.ts';
import type { ImportId } from '../../domain/ids.ts';
import type { Page } from './page.ts';

/** Imports of contacts from GHL. */
export interface ImportStore {
  readImport(id: ImportId): Promise<ContactImport | undefined>;
  /** One transaction; nothing is written where it stays as it is. */
  changeImport<Changed extends ContactImport | undefined>(
    id: ImportId,
    change: (existing: ContactImport | undefined) => Changed,
  ): Promise<Changed>;
  /** Imports that are running, and whose last run moved before `before` and not before `since`. */
  quietImports(request: {
    since: Date;
    before: Date;
    limit: number;
    after?: string;
  }): Promise<Page<ContactImport>>;
}
