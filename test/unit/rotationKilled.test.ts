import { expect, test } from '@jest/globals';
import { PROPAGATION_MS } from '../../shared/domain/keyringRotation.ts';
import { RotationStage } from '../support/keyring/rotationStage.ts';
import { countAwaits, type Fate, mortal } from '../support/mortal.ts';
import { findLeaks } from '../support/stack/findLeaks.ts';

/** Of one whole rotation. */
async function awaitsOfRotation(): Promise<readonly string[]> {
  const stage = await RotationStage.set({ mailboxes: 2, locations: 1, instances: 2 });
  const { deps, awaits } = countAwaits(stage.ports());
  await stage.rotate({}, deps);
  return awaits;
}

/** Somebody else rotates while the one who is late sleeps; time goes on for both. */
async function endure(at: number, kind: Fate['kind']): Promise<readonly string[]> {
  const stage = await RotationStage.set({ mailboxes: 2, locations: 1, instances: 2 });
  const goesOn = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const ports = mortal(stage.ports(), {
    at,
    kind,
    goesOn: goesOn.promise,
    reached: () => reached.resolve(),
  });
  const fated = stage.rotate({}, ports).then(
    ({ next }) => next.step,
    (error: unknown) => String(error),
  );
  const isLate = kind === 'hangs' || kind === 'hearsLate';
  if (isLate) {
    await Promise.race([reached.promise, fated]);
    await stage.rotate({ again: true });
    await stage.clock.sleep(PROPAGATION_MS);
    goesOn.resolve();
  }
  const ended = await fated;
  const { next } = await stage.rotate();
  const wrong = [...(await stage.wrong())];
  if (isLate && ended !== 'done') wrong.push(`the late one ended with ${ended}`);
  if (next.step !== 'done') wrong.push(`the rotation ends with ${next.step}`);
  const { current, keyIds } = stage.keyring();
  if (current.keyId === 'k1' || keyIds.length > 1) wrong.push(`the keyring has ${keyIds.join(', ')}`);
  const seals = await stage.sealedWith();
  if (seals.join() !== current.keyId) wrong.push(`records are sealed with ${seals.join(', ')}`);
  const leaks = findLeaks(
    [JSON.stringify(stage.recorded.lines)],
    stage.keys.map((key) => ['a key', key]),
  );
  return [...wrong, ...leaks.map(({ where }) => where)].map((why) => `${kind} at ${at}: ${why}`);
}

test('a rotation reads, asks again whether it is the newest, and writes: for each keyring and each page', async () => {
  const awaits = await awaitsOfRotation();
  expect(awaits.filter((name) => name === 'secret.add')).toHaveLength(3);
  expect(awaits.filter((name) => name === 'secret.disable')).toHaveLength(3);
  expect(awaits.filter((name) => name === 'seals.replaceSeal').length).toBeGreaterThanOrEqual(2);
  expect(awaits.indexOf('resealer.reseal')).toBeGreaterThan(awaits.indexOf('secret.add'));
});

test.each(['dies', 'diesUnheard', 'repeats', 'hangs', 'hearsLate'] as const)(
  'whose process %s at any of its awaits loses no grant, keeps none from being opened, and is ended by the next one',
  async (kind) => {
    const { length } = await awaitsOfRotation();
    expect(length).toBeGreaterThan(40);
    const wrongs: string[] = [];
    for (let at = 0; at < length; at += 1) wrongs.push(...(await endure(at, kind)));
    expect(wrongs).toEqual([]);
  },
  120_000,
);
