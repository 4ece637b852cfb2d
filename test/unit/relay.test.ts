import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { bySentAt } from '../../shared/domain/outbox/outbox.ts';
import { SyncError } from '../../shared/domain/syncError.ts';
import { queuePoll } from '../../shared/sync/rounds/queuePoll.ts';
import { aLocation } from '../support/builders.ts';
import { ghlErrors } from '../support/ghl/ghlError.ts';
import { GhlSimulator } from '../support/ghl/ghlSimulator.ts';
import { memoryStore } from '../support/memory-store/memoryStore.ts';
import { instrument } from '../support/mortal.ts';
import type { MailToLog } from '../support/relay/aMessage.ts';
import { expectLoggedOnce } from '../support/relay/expectLoggedOnce.ts';
import { memoryRelayGround } from '../support/relay/relayGround.ts';
import { RelayStage } from '../support/relay/relayStage.ts';
import { roundStage } from '../support/rounds/roundStage.ts';
import { VirtualClock } from '../support/virtualClock.ts';

const HOUR_MS = 60 * 60_000;

const clock = new VirtualClock();
let simulator: GhlSimulator;
beforeAll(async () => {
  simulator = await GhlSimulator.start({ now: () => clock.now() });
});
beforeEach(() => {
  simulator.faults.clear();
  simulator.limits.enforced = false;
});
afterAll(() => simulator.close());

const aStage = (options: Parameters<typeof RelayStage.set>[3] = {}) =>
  RelayStage.set(memoryRelayGround(), clock, simulator, options);
const mails = (count: number, contacts: number): readonly MailToLog[] =>
  Array.from({ length: count }, (_, index) => ({
    contact: index % contacts,
    thread: index % 2,
    direction: index % 5 ? 'inbound' : 'outbound',
  }));
const relayed = (stage: RelayStage) => clock.during(stage.relay());
const secondsSince = (start: Date) => (clock.now().getTime() - start.getTime()) / 1_000;

describe('the relay', () => {
  test('logs what the outbox holds, once, in order and in its threads', async () => {
    const stage = await aStage({ contacts: 3 });
    await stage.store(mails(30, 3));
    expect(await relayed(stage)).toEqual({ outcome: 'drained' });
    await expectLoggedOnce(stage);
  });

  test('asks GHL one thing a mail once it knows the contact, and the store nine', async () => {
    const stage = await aStage();
    await stage.store(mails(1, 1));
    await relayed(stage);
    const before = stage.ghl.calls.length;
    await stage.store(mails(2, 1).slice(1));
    const asked: string[] = [];
    const deps = instrument(stage.deps, {
      awaited: (name, call) => {
        asked.push(name);
        return call();
      },
    });
    await clock.during(stage.relay(deps));
    expect(stage.ghl.calls.slice(before).map(({ method }) => method)).toEqual(['messages.addInbound']);
    expect(asked.filter((name) => /^(outbox|relays)\./.test(name))).toEqual([
      'relays.takeRelay',
      'relays.linkOf',
      'outbox.openEntries',
      'outbox.readMail',
      'relays.readRecipient',
      'outbox.lastLogged',
      'outbox.replaceEntry',
      'outbox.replaceEntry',
      'relays.changeRelay',
    ]);
  });

  test('a second event while it drains has it go round once more', async () => {
    const stage = await aStage();
    await stage.store(mails(1, 1));
    let outcome: unknown;
    const deps = instrument(stage.deps, {
      awaited: async (name, call) => {
        if (name === 'ghl.logEmail' && outcome === undefined) {
          await stage.store(mails(1, 1));
          outcome = await stage.relay();
        }
        return call();
      },
    });
    expect(await clock.during(stage.relay(deps))).toEqual({ outcome: 'drained' });
    expect(outcome).toEqual({ outcome: 'busy' });
    await expectLoggedOnce(stage);
  });

  test('goes on behind entries that it cannot read, however many there are', async () => {
    const store = memoryStore();
    const stage = await RelayStage.set(memoryRelayGround(store), clock, simulator, { contacts: 2 });
    await stage.store(mails(250, 2));
    const inOrder = (await stage.outbox()).toSorted(bySentAt);
    for (const { entryId } of inOrder.slice(0, 230)) store.spoil(entryId);
    expect(await relayed(stage)).toEqual({ outcome: 'drained' });
    expect(stage.ghl.logged()).toHaveLength(20);
  });

  test('out of time it lets go and publishes the next event', async () => {
    const stage = await aStage({ contacts: 2 });
    await stage.store(mails(100, 2));
    const deps = { ...stage.deps, settings: { runMs: 3_000 } };
    expect(await clock.during(stage.relay(deps))).toEqual({ outcome: 'continued' });
    expect(stage.woken).toBe(1);
    expect(stage.ghl.logged().length).toBeLessThan(100);
    await stage.settle();
    await expectLoggedOnce(stage);
  });
});

describe('a location that GHL no longer lets in', () => {
  test('is revoked, and what waits is logged once it is linked again', async () => {
    const stage = await aStage({ contacts: 3 });
    await stage.store(mails(9, 3));
    simulator.faults.add({ method: '*', times: 100, reply: ghlErrors.invalidToken() });
    expect(await relayed(stage)).toEqual({ outcome: 'unlinked' });
    expect(await stage.isRevoked()).toBe(true);
    const entries = await stage.outbox();
    expect(entries.map((entry) => 'attempts' in entry && entry.attempts)).toEqual(Array(9).fill(0));
    const calls = stage.ghl.calls.length;
    expect(await relayed(stage)).toEqual({ outcome: 'unlinked' });
    expect(stage.ghl.calls).toHaveLength(calls);
    simulator.faults.clear();
    await stage.link();
    await relayed(stage);
    await expectLoggedOnce(stage);
  });

  test('goes on where GHL, opened anew, takes it again', async () => {
    const stage = await aStage({ contacts: 8 });
    await stage.store(mails(40, 8));
    simulator.faults.add({ method: 'messages.addInbound', skip: 10, reply: ghlErrors.invalidToken() });
    expect(await relayed(stage)).toEqual({ outcome: 'drained' });
    await expectLoggedOnce(stage);
  });
});

describe('a mail that GHL does not take', () => {
  test('fails at once where GHL refuses it, and those after it go on; a retry logs it', async () => {
    const stage = await aStage();
    await stage.store(mails(3, 1));
    simulator.faults.add({ method: 'messages.addInbound', reply: ghlErrors.invalid(['subject is odd']) });
    expect(await relayed(stage)).toEqual({ outcome: 'drained' });
    const [failed] = (await stage.outbox()).filter(({ state }) => state === 'failed');
    expect(failed).toMatchObject({
      state: 'failed',
      reason: 'refused',
      lastError: { code: 'invalidRequest' },
    });
    expect(stage.ghl.logged()).toHaveLength(2);
    expect(await stage.deps.outbox.outboxOf(stage.locationId)).toEqual({
      pending: 0,
      oldestPendingAt: null,
      failed: { refused: 1 },
    });
    if (failed) await stage.deps.outbox.retryEntry(failed.entryId, clock.now());
    await relayed(stage);
    expect(stage.ghl.logged()).toHaveLength(3);
  });

  test('is tried for more than a day before it is exhausted, and holds up nobody else', async () => {
    const stage = await aStage({ contacts: 2 });
    await stage.store([{ contact: 0, thread: 0 }]);
    const poison = stage.messages[0]?.message.envelope.subject;
    const ghl = {
      open: async () => {
        const opened = await stage.deps.ghl.open(stage.locationId);
        return new Proxy(opened, {
          get: (target, property) =>
            property === 'logEmail'
              ? async (...[email, options]: Parameters<typeof opened.logEmail>) => {
                  if (email.subject === poison) throw new SyncError('unavailable', 'ghl.messages.addInbound');
                  return target.logEmail(email, options);
                }
              : Reflect.get(target, property),
        });
      },
    };
    const start = clock.now();
    await stage.store([{ contact: 0, thread: 0 }, ...mails(4, 2).filter(({ contact }) => contact === 1)]);
    await clock.during(stage.relay({ ...stage.deps, ghl }));
    expect(stage.ghl.logged()).toHaveLength(2);
    for (let poll = 0; poll < 400; poll += 1) {
      await clock.during(stage.relay({ ...stage.deps, ghl }));
      if ((await stage.outbox()).some(({ state }) => state === 'failed')) break;
      await clock.goOn(15 * 60_000);
    }
    expect(secondsSince(start)).toBeGreaterThan(24 * 3_600);
    expect((await stage.outbox()).find(({ state }) => state === 'failed')).toMatchObject({
      reason: 'exhausted',
    });
    expect(stage.ghl.logged()).toHaveLength(3);
  });

  test('is logged to the contact that GHL has now, where the one that was known is gone', async () => {
    const stage = await aStage();
    await stage.store(mails(1, 1));
    await relayed(stage);
    const [contact] = stage.ghl.contacts.values();
    stage.ghl.deleteContact(contact?.id ?? '');
    await stage.store(mails(2, 1).slice(1));
    expect(await relayed(stage)).toEqual({ outcome: 'drained' });
    expect(stage.ghl.logged()).toHaveLength(2);
    expect(stage.ghl.contacts.size).toBe(1);
  });

  test('is skipped where GHL does not have the contact and none is to be created', async () => {
    const stage = await aStage({ link: { createContacts: false } });
    await stage.store(mails(2, 1));
    expect(await relayed(stage)).toEqual({ outcome: 'drained' });
    expect(await stage.outbox()).toMatchObject(Array(2).fill({ state: 'skipped', reason: 'noGhlContact' }));
    expect(stage.ghl.logged()).toEqual([]);
  });
});

describe('a log of which nobody knows the end', () => {
  test('is not repeated before its request can no longer arrive, though its process is dead and its lease over', async () => {
    const stage = await aStage({ contacts: 1 });
    await stage.store(mails(2, 1));
    // The lease is half over when the second mail is claimed; its request takes nearly as long as any can.
    stage.posts.push(
      { arrivesAfterMs: 85_000, answer: 'comes' },
      { arrivesAfterMs: 100_000, answer: 'never' },
    );
    const inFlight = Promise.withResolvers<void>();
    let posts = 0;
    const deps = instrument(stage.deps, {
      awaited: (name, call) => {
        const answer = call();
        if (name === 'ghl.logEmail' && ++posts === 2) inFlight.resolve();
        return answer;
      },
    });
    void stage.relay(deps);
    await clock.during(inFlight.promise);
    await clock.goOn(96_000);
    expect(await relayed(stage)).toMatchObject({ outcome: 'waiting' });
    expect(stage.ghl.logged()).toHaveLength(1);
    await stage.settle();
    await expectLoggedOnce(stage);
  });

  test('is found though later mail of an older thread stands before it', async () => {
    const stage = await aStage();
    const at = (minutes: number) => new Date(clock.now().getTime() + minutes * 60_000);
    await stage.store([{ contact: 0, thread: 0, sentAt: at(100) }]);
    await relayed(stage);
    await stage.store([{ contact: 0, thread: 0, sentAt: at(10) }]);
    await relayed(stage);
    await stage.store([{ contact: 0, thread: 1, sentAt: at(50) }]);
    stage.posts.push({ arrivesAfterMs: 1, answer: 'lost' });
    await stage.settle();
    expect(stage.ghl.logged()).toHaveLength(3);
    expect((await stage.outbox()).map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  });
});

describe('GHL’s limits', () => {
  test('1,000 mails of a location are logged at 9 or more a second, and none is refused', async () => {
    simulator.limits.enforced = true;
    const stage = await aStage({ contacts: 100 });
    await stage.store(mails(1_000, 100));
    const start = clock.now();
    await stage.settle();
    const calls = stage.ghl.calls.length;
    expect(calls / secondsSince(start)).toBeGreaterThanOrEqual(9);
    expect(stage.ghl.calls.filter(({ status }) => status === 429)).toEqual([]);
    await expectLoggedOnce(stage);
  }, 60_000);

  test('what others use of them is left to them', async () => {
    simulator.limits.enforced = true;
    const stage = await aStage({ contacts: 50 });
    await stage.store(mails(200, 50));
    let isOver = false;
    const others = async () => {
      while (!isOver) {
        await clock.sleep(200);
        try {
          stage.ghl.limits.charge();
        } catch {}
      }
    };
    const using = others();
    await stage.settle();
    isOver = true;
    await clock.during(using);
    const refused = stage.ghl.calls.filter(({ status }) => status === 429).length;
    expect(refused / stage.ghl.calls.length).toBeLessThan(0.02);
    await expectLoggedOnce(stage);
  }, 60_000);

  test('the daily one stops it, and it goes on the next day', async () => {
    simulator.limits.enforced = true;
    const stage = await aStage({ contacts: 2 });
    stage.ghl.limits.spendToday(simulator.limits.daily - 10);
    await stage.store(mails(20, 2));
    expect(await relayed(stage)).toMatchObject({ outcome: 'waiting' });
    expect(stage.ghl.calls.length).toBeLessThanOrEqual(10);
    await stage.settle();
    await expectLoggedOnce(stage);
  });

  test('100 locations drain side by side, each at its own pace', async () => {
    simulator.limits.enforced = true;
    const stages = await Promise.all(Array.from({ length: 100 }, () => aStage({ contacts: 2 })));
    for (const stage of stages) await stage.store(mails(10, 2));
    const start = clock.now();
    await clock.during(Promise.all(stages.map((stage) => stage.relay())));
    expect(secondsSince(start)).toBeLessThan(10);
    for (const stage of stages) await expectLoggedOnce(stage);
  }, 60_000);
});

describe('the poll', () => {
  test('wakes the relays of linked locations that have something to log, and of no others', async () => {
    const store = memoryStore();
    const ground = memoryRelayGround(store);
    const stages = [];
    for (let count = 0; count < 4; count += 1) stages.push(await RelayStage.set(ground, clock, simulator));
    const [waiting, empty, unlinked, revoked] = stages;
    for (const stage of [waiting, unlinked, revoked]) await stage?.store(mails(3, 1));
    if (unlinked) store.putLocation(aLocation({ locationId: unlinked.locationId }));
    await revoked?.link({ status: 'revoked' });
    const { deps, woken } = roundStage({ store, clock });
    expect(await queuePoll(deps, { quietMs: 0 })).toMatchObject({ relays: 1 });
    expect(woken).toEqual([waiting?.locationId]);
    expect(empty?.ghl.calls).toEqual([]);
  });
});

describe('GHL being down for a day', () => {
  test('costs it few calls and no mail; then all is logged, at the rate that is allowed', async () => {
    const stage = await aStage({ contacts: 20 });
    const isDown = { method: '*', times: 1_000_000, reply: ghlErrors.internal('down') } as const;
    simulator.faults.add(isDown);
    for (let poll = 0; poll < 96; poll += 1) {
      await stage.store(mails(11, 20));
      await clock.during(stage.relay());
      await clock.goOn(15 * 60_000);
    }
    expect(stage.ghl.logged()).toEqual([]);
    expect(stage.ghl.calls.length).toBeLessThan(96 * 10);
    simulator.faults.clear();
    simulator.limits.enforced = true;
    const start = clock.now();
    await stage.settle();
    expect(secondsSince(start)).toBeLessThan(HOUR_MS / 1_000);
    expect(stage.ghl.calls.filter(({ status }) => status === 429)).toEqual([]);
    await expectLoggedOnce(stage);
  }, 60_000);
});
