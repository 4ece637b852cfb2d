import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aLocation } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { DAY_MS, GhlLinking } from '../support/ghlLinking.ts';
import { memoryStore } from '../support/memory-store/memoryStore.ts';
import { countAwaits, mortal } from '../support/mortal.ts';

const store = memoryStore();

let linking: GhlLinking;
beforeEach(async () => {
  linking = await GhlLinking.start(store);
});
afterEach(() => linking.close());

async function anExpiredLink() {
  const location = aLocation();
  const { locationId } = location;
  store.putLocation(location);
  await linking.linkByOAuth(locationId, linking.ghl.addLocation());
  linking.clock.pass(DAY_MS);
  return {
    status: () => store.findLocation(locationId)?.ghl?.status,
    call: async (access = linking.access()) => (await access.open(locationId)).listContacts({ limit: 1 }),
  };
}

describe('a process that dies while it renews', () => {
  /** The awaits of a whole renewal. */
  async function awaitsOfRenewal(): Promise<readonly string[]> {
    const { call } = await anExpiredLink();
    const { deps, awaits } = countAwaits(linking.process());
    await call(linking.access(deps));
    return awaits;
  }

  test.each(['dies', 'diesUnheard'] as const)(
    '(%s) at any moment leaves the link good, unless GHL alone knew the next token',
    async (kind) => {
      const awaits = await awaitsOfRenewal();
      expect(awaits).toContain('ghlOAuth.refresh');
      const spentAt = awaits.indexOf('ghlOAuth.refresh') + (kind === 'dies' ? 1 : 0);
      const storedAt = awaits.lastIndexOf('links.changeCredential') + (kind === 'dies' ? 1 : 0);
      for (const at of awaits.keys()) {
        const { call, status } = await anExpiredLink();
        linking.clock.flows = true;
        await expect(call(linking.access(mortal(linking.process(), { at, kind })))).rejects.toThrow();
        const survivor = linking.access();
        if (at < spentAt || at >= storedAt) {
          await call(survivor);
          expect(status()).toBe('linked');
        } else {
          await expect(call(survivor)).rejects.toMatchObject({ code: 'unauthorized' });
          expect(status()).toBe('revoked');
          const asked = linking.asked;
          await expect(call()).rejects.toMatchObject({ code: 'unauthorized' });
          expect(linking.asked).toBe(asked);
        }
        linking.clock.flows = false;
      }
    },
  );

  test('holds the others up for a minute at most', async () => {
    const { call } = await anExpiredLink();
    const awaits = await awaitsOfRenewal();
    linking.clock.pass(-DAY_MS);
    const at = awaits.indexOf('ghlOAuth.refresh');
    await expect(call(linking.access(mortal(linking.process(), { at, kind: 'dies' })))).rejects.toThrow();
    const before = linking.clock.now().getTime();
    linking.clock.flows = true;
    await call();
    expect(linking.clock.now().getTime() - before).toBeLessThanOrEqual(61_000);
  });
});

describe('a process that is late', () => {
  async function aLateProcess(kind: 'hangs' | 'hearsLate', at: number) {
    const link = await anExpiredLink();
    const goesOn = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const late = mortal(linking.process(), {
      at,
      kind,
      goesOn: goesOn.promise,
      reached: () => reached.resolve(),
    });
    const calling = link.call(linking.access(late));
    await reached.promise;
    return { ...link, calling, goOn: () => goesOn.resolve() };
  }

  /** Of a renewal. */
  const AWAITS = [
    'links.readGhlLink',
    'vault.open',
    'links.readCredential',
    'links.changeCredential',
    'vault.open',
    'ghlOAuth.refresh',
    'vault.seal',
    'links.changeCredential',
    'vault.open',
  ];

  test('awaits what it is said to await', async () => {
    const { call } = await anExpiredLink();
    const { deps, awaits } = countAwaits(linking.process());
    await call(linking.access(deps));
    expect(awaits).toEqual(AWAITS);
  });

  test('and stores its pair after another found the token spent brings the link back', async () => {
    const { calling, goOn, call, status } = await aLateProcess(
      'hearsLate',
      AWAITS.indexOf('ghlOAuth.refresh'),
    );
    await eventually('GHL has spent the token', () => linking.asked === 1);
    linking.clock.pass(61_000);
    await expect(call()).rejects.toMatchObject({ code: 'unauthorized' });
    expect(status()).toBe('revoked');
    goOn();
    await calling;
    expect(status()).toBe('linked');
    await call();
  });

  test('and asks only after another has renewed goes on with what that one stored', async () => {
    const { calling, goOn, call, status } = await aLateProcess('hangs', AWAITS.indexOf('ghlOAuth.refresh'));
    linking.clock.pass(61_000);
    await call();
    goOn();
    await calling;
    expect(status()).toBe('linked');
    await call();
  });

  test('and wakes up after its turn spends nothing', async () => {
    const { calling, goOn, status, call } = await aLateProcess(
      'hangs',
      AWAITS.indexOf('ghlOAuth.refresh') - 1,
    );
    const asked = linking.asked;
    linking.clock.pass(16_000);
    goOn();
    await expect(calling).rejects.toMatchObject({ code: 'unavailable' });
    expect(linking.asked).toBe(asked);
    expect(status()).toBe('linked');
    await call();
  });
});
