import { afterEach, describe, expect, test } from '@jest/globals';
import { AgentId } from '../../shared/domain/ids.ts';
import { PROPAGATION_MS } from '../../shared/domain/keyringRotation.ts';
import { anAddress } from '../support/builders.ts';
import { RotationStage } from '../support/keyring/rotationStage.ts';
import { findLeaks } from '../support/stack/findLeaks.ts';

const DAY_MS = 24 * 60 * 60_000;

let stage: RotationStage;
afterEach(async () => {
  expect(await stage.wrong()).toEqual([]);
});

describe('a rotation', () => {
  test('goes from step to step, one a call, each as soon as the one before has reached every instance', async () => {
    stage = await RotationStage.set();
    const steps: (string | undefined)[] = [];
    for (let call = 0; call < 12; call += 1) {
      const { taken, next } = await stage.rotate({ wait: false });
      steps.push(...taken.map(({ step }) => step), next.step);
      if (next.step === 'done') break;
      if (next.step === 'wait') {
        await stage.clock.sleep(next.until.getTime() - stage.clock.now().getTime());
      }
    }
    expect(steps).toEqual([
      ...['add', 'wait', 'promote', 'wait', 'reseal', 'wait', 'retire', 'wait', 'disable', 'done'],
    ]);
    const { current, next, keyIds } = stage.keyring();
    expect(current.keyId).toMatch(/^k-20261123-[0-9a-f]{4}$/);
    expect([next, keyIds]).toEqual([undefined, [current.keyId]]);
    expect(await stage.sealedWith()).toEqual([current.keyId]);
    expect(stage.secret.all.map(({ isEnabled }) => isEnabled)).toEqual([false, false, false, true]);
  });

  test('with --wait takes all steps, and then is done', async () => {
    stage = await RotationStage.set();
    const { taken, next } = await stage.rotate();
    expect(taken.map(({ step }) => step)).toEqual(['add', 'promote', 'reseal', 'retire', 'disable']);
    expect(next).toEqual({ step: 'done' });
  });

  test('leaves old keys on the keyring unless it is told to take them off', async () => {
    stage = await RotationStage.set();
    await stage.rotate({ retire: false });
    expect(stage.keyring().keyIds).toContain('k1');
    expect(await stage.sealedWith()).toEqual([stage.keyring().current.keyId]);
    const { taken } = await stage.rotate({ retire: true });
    expect(taken.map(({ step }) => step)).toEqual(['retire', 'disable']);
  });

  test('that has just ended is not begun once more, unless it is asked for, or a day has passed', async () => {
    stage = await RotationStage.set();
    await stage.rotate();
    const { current } = stage.keyring();
    expect(await stage.rotate()).toMatchObject({ taken: [], next: { step: 'done' } });
    const again = await stage.rotate({ again: true });
    expect(again.taken.map(({ step }) => step)).toEqual(['add', 'promote', 'reseal', 'retire', 'disable']);
    expect(stage.keyring().current.keyId).not.toBe(current.keyId);
    await stage.clock.sleep(DAY_MS);
    expect((await stage.rotate({ wait: false })).taken).toEqual([{ step: 'add' }]);
  });

  test('that waits too short a time is seen to lose something: these tests would fail', async () => {
    stage = await RotationStage.set();
    await stage.rotate({ propagationMs: PROPAGATION_MS / 5 });
    expect((await stage.wrong()).length).toBeGreaterThan(0);
    stage.wrongs.length = 0;
  });

  test('of nothing has nothing to seal, and of a thousand records reads a page at a time', async () => {
    stage = await RotationStage.set({ mailboxes: 0, locations: 0 });
    expect((await stage.rotate()).taken.map(({ step }) => step)).toEqual([
      ...['add', 'promote', 'retire', 'disable'],
    ]);
    for (let at = 0; at < 1_000; at += 1) await stage.grantMailbox();
    stage.clock.onLook = async () => {};
    const sizes: number[] = [];
    const ports = stage.ports();
    const seals = {
      ...ports.seals,
      sealedRecords: async (page: { limit: number; after?: string }) => {
        const found = await ports.seals.sealedRecords(page);
        sizes.push(found.items.length);
        return found;
      },
    };
    await stage.rotate({ again: true }, { ...ports, seals });
    expect(Math.max(...sizes)).toBe(300);
    expect(await stage.sealedWith()).toEqual([stage.keyring().current.keyId]);
  });

  test('of two that go on side by side one adds a key, and both end', async () => {
    stage = await RotationStage.set();
    const both = await Promise.all([stage.rotate(), stage.rotate(), stage.rotate()]);
    expect(both.map(({ next }) => next.step)).toEqual(['done', 'done', 'done']);
    const { current, keyIds } = stage.keyring();
    expect(keyIds).toEqual([current.keyId]);
    expect(await stage.sealedWith()).toEqual([current.keyId]);
  });

  test('tells no key, neither to its log nor in what it returns', async () => {
    stage = await RotationStage.set();
    await stage.grantMailbox();
    const told = [await stage.rotate(), await stage.rotate({ again: true })];
    expect(stage.keys.length).toBeGreaterThan(2);
    const texts = [JSON.stringify(told), JSON.stringify(stage.recorded.lines)];
    expect(
      findLeaks(
        texts,
        stage.keys.map((key) => ['a key', key]),
      ),
    ).toEqual([]);
    expect(stage.recorded.lines.map(({ event }) => event)).toContain('keyringChanged');
  });
});

describe('what a rotation cannot open', () => {
  test('is left as it is, and keeps its key on the keyring, but not the other records', async () => {
    stage = await RotationStage.set();
    const broken = await stage.grantMailbox();
    await stage.store.connect(
      { mailboxId: broken, uid: AgentId('agent'), emailAddress: anAddress(), now: stage.clock.now() },
      { sealed: `v1.k1.${'A'.repeat(16)}.AAAA.${'A'.repeat(22)}`, scopes: [] },
    );
    stage.granted.delete(broken);
    const before = await stage.store.readGrant(broken);
    const { taken, next, shut, shutExamples } = await stage.rotate();
    expect(taken.map(({ step }) => step)).toEqual(['add', 'promote', 'reseal']);
    expect([next.step, [...shut], shutExamples]).toEqual(['done', [['k1', 1]], [broken]]);
    expect(await stage.store.readGrant(broken)).toEqual(before);
    expect(stage.keyring().keyIds).toContain('k1');
    expect(await stage.sealedWith()).toEqual([stage.keyring().current.keyId, 'k1'].sort());
    expect(stage.recorded.lines).toContainEqual({
      event: 'grantShut',
      fields: { mailboxId: broken, code: 'undecryptable' },
    });

    // Connected again, nothing is in the way any more.
    await stage.grantMailbox(broken);
    expect((await stage.rotate()).taken.map(({ step }) => step)).toEqual(['retire', 'disable']);
  });

  test('for want of a key that somebody has dropped opens again: it is put back', async () => {
    stage = await RotationStage.set();
    await stage.rotate({ retire: false });
    const { current } = stage.keyring();
    stage.instances.length = 0;
    // By hand, and wrongly.
    await stage.addVersion({ current: 'k1', keys: { k1: stage.keys[0] } });
    expect((await stage.wrong()).length).toBeGreaterThan(0);
    const { taken } = await stage.rotate({ wait: false });
    expect(taken).toEqual([{ step: 'restore', keyIds: [current.keyId] }]);
    expect(stage.keyring().keyIds).toContain(current.keyId);
  });
});

describe('a rotation that meets another hand', () => {
  test('whose own version is not listed at once asks again until it is', async () => {
    stage = await RotationStage.set();
    const ports = stage.ports();
    const { secret } = ports;
    let lags = 2;
    const list: typeof secret.list = async (reference) => {
      const listed = await secret.list(reference);
      return listed.length > 1 && lags-- > 0 ? listed.slice(1) : listed;
    };
    const { taken, next } = await stage.rotate({ wait: false }, { ...ports, secret: { ...secret, list } });
    expect([taken, next.step, lags]).toEqual([[{ step: 'add' }], 'wait', -1]);
  });

  test('that adds its version an hour late, gives way to what came in between', async () => {
    stage = await RotationStage.set();
    const ports = stage.ports();
    const { secret } = ports;
    let isLate = true;
    const add: typeof secret.add = async (reference, value) => {
      if (isLate) {
        isLate = false;
        await stage.rotate();
        await stage.clock.sleep(PROPAGATION_MS);
      }
      return await secret.add(reference, value);
    };
    const { next } = await stage.rotate({}, { ...ports, secret: { ...secret, add } });
    expect(next.step).toBe('done');
    const { current, keyIds } = stage.keyring();
    expect(keyIds).toEqual([current.keyId]);
    expect(await stage.sealedWith()).toEqual([current.keyId]);
  });
});
