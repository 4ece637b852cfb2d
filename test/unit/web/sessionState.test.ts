import { describe, expect, test } from '@jest/globals';
import { type Session, type Stranger, sessionAfterFailure } from '../../../web/src/firebase/sessionState.ts';

const stranger: Stranger = { state: 'stranger', uid: 'u1', email: 'olivia@estio.example' };
const signedIn: Session = {
  state: 'signedIn',
  agent: { uid: 'u1', name: 'Olivia Park', email: 'olivia@estio.example', locationIds: ['l1'] },
};

describe('whoever’s own document cannot be listened to', () => {
  test.each<Session>([{ state: 'starting' }, signedIn, stranger])(
    'is a stranger where that is refused',
    (before) => {
      expect(sessionAfterFailure(before, 'permission-denied', stranger)).toBe(stranger);
    },
  );

  test.each(['unavailable', 'resource-exhausted', 'internal'])(
    'stays who they are where it has failed as %s',
    (code) => {
      expect(sessionAfterFailure(signedIn, code, stranger)).toBe(signedIn);
      expect(sessionAfterFailure(stranger, code, stranger)).toBe(stranger);
    },
  );

  test('is told so where nothing is known of them yet, and not that they are a stranger', () => {
    expect(sessionAfterFailure({ state: 'starting' }, 'unavailable', stranger)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('could not be looked up'),
    });
  });
});
