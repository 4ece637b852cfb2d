import type { Firestore } from '@google-cloud/firestore';
import type { Log } from '../../domain/logEvents.ts';
import type { RoundStore } from '../../ports/stores/roundStore.ts';
import { changeDocument } from './changeDocument.ts';
import { roundConverter } from './converters/round.ts';
import { translating } from './errors.ts';
import { paths } from './paths.ts';
import { unlessUnreadable } from './unlessUnreadable.ts';

export function firestoreRoundStore(db: Firestore, log: Log): RoundStore {
  // One that cannot be read is begun anew: it must not be the end of all rounds.
  const lenient = { ...roundConverter, read: unlessUnreadable(roundConverter.read, log) };
  return {
    changeRound: (id, change) =>
      translating('changeRound', () => changeDocument(paths.round(db, id), lenient, change)),
  };
}
