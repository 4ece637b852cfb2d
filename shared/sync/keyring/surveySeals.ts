import { Sealed } from '../../domain/keyring.ts';
import type { SealedCounts } from '../../domain/keyringRotation.ts';
import type { SealedRecord, SealedStore } from '../../ports/keyring.ts';
import { everyPage } from '../everyPage.ts';
import { SEALED_PAGE } from './deps.ts';

/** What seals what, and a few examples of each, by their ids. */
export interface SealSurvey extends SealedCounts {
  readonly total: number;
  readonly examples: ReadonlyMap<string, readonly string[]>;
  readonly unreadableExamples: readonly string[];
}

const EXAMPLES = 20;

/** Reads every record once, page by page. */
export async function surveySeals({ seals }: { seals: SealedStore }): Promise<SealSurvey> {
  const byKey = new Map<string, number>();
  const examples = new Map<string, string[]>();
  const unreadableExamples: string[] = [];
  let [total, unreadable, lastResealedAt] = [0, 0, 0];
  for await (const page of sealedPages(seals)) {
    total += page.length;
    for (const { document } of page) {
      lastResealedAt = Math.max(lastResealedAt, document.resealedAt?.getTime() ?? 0);
      const keyId = keyOf(document);
      if (keyId === undefined) {
        unreadable += 1;
        if (unreadableExamples.length < EXAMPLES) unreadableExamples.push(document.recordId);
        continue;
      }
      byKey.set(keyId, (byKey.get(keyId) ?? 0) + 1);
      const some = examples.get(keyId) ?? [];
      if (some.length < EXAMPLES) examples.set(keyId, [...some, document.recordId]);
    }
  }
  return {
    total,
    byKey,
    unreadable,
    lastResealedAt: lastResealedAt > 0 ? new Date(lastResealedAt) : null,
    examples,
    unreadableExamples,
  };
}

export const sealedPages = (seals: SealedStore) =>
  everyPage((from) => seals.sealedRecords({ limit: SEALED_PAGE, ...from }));

/** The key that seals it; undefined where it is no sealed text. */
export const keyOf = ({ sealed }: SealedRecord): string | undefined =>
  sealed === null ? undefined : Sealed.parse(sealed)?.keyId;
