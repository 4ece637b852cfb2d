import { describe, test } from '@jest/globals';
import { firestoreFixture } from './store/firestoreFixture.ts';
import { STORE_CONTRACT } from './store.contract.ts';

describe('the Firestore store on the emulator', () => {
  // Side by side: where the emulator makes one of two transactions wait, it takes seconds.
  test.concurrent.each(Object.entries(STORE_CONTRACT))('%s', async (_, run) => {
    await using fixture = firestoreFixture();
    await run(fixture);
  });
});
