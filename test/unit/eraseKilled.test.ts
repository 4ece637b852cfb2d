import { describe, expect, test } from '@jest/globals';
import { type EraseDeps, eraseContact } from '../../shared/sync/contacts/eraseContact.ts';
import { memoryFixture } from '../contract/store/memoryFixture.ts';
import { anArrival, aRun, NOW, stores } from '../contract/store/scenario.ts';
import { memoryStore } from '../support/memory-store/memoryStore.ts';
import { countAwaits, type Fate, mortal } from '../support/mortal.ts';
import { aPerson } from '../support/persons/aPerson.ts';
import { recordingLog } from '../support/recordingLog.ts';

async function aStage() {
  const store = memoryStore();
  const fixture = memoryFixture(store);
  const scene = await aPerson(fixture, { alone: 30 });
  const { log, lines } = recordingLog();
  const clock = { now: () => NOW, sleep: async () => {} };
  const deps: EraseDeps = { persons: store, tenancy: store, store, clock, log };
  return { ...scene, store, fixture, deps, lines };
}
type Stage = Awaited<ReturnType<typeof aStage>>;

/** Ids differ from stage to stage: what is left, without them. */
const endOf = ({ store, first, second, person, other }: Stage) => ({
  messages: store.messages().map(({ contactIds }) => contactIds.map((id) => id === other.contactId)),
  conversations: store.conversations().map((each) => [each.contactId === other.contactId, each.messageCount]),
  outbox: store.outbox().map(({ contactId }) => contactId === other.contactId),
  ledgers: [first, second].map(({ mailboxId }) =>
    Object.values(store.ledger(mailboxId))
      .map(({ state }) => state)
      .sort(),
  ),
  counters: [first, second].map(({ mailboxId }) => store.mailbox(mailboxId)?.counters),
  isForgotten: ![...store.messages()].some(({ contactIds }) => contactIds.includes(person.contactId)),
});

const FATES = ['dies', 'diesUnheard', 'repeats', 'hangs', 'hearsLate'] as const;

/** Whoever hangs goes on only once another erasure has been through all of it. */
async function eraseFated({ deps, person }: Stage, at: number, kind: Fate['kind']): Promise<void> {
  const another = Promise.withResolvers<void>();
  let meanwhile: Promise<unknown> = Promise.resolve();
  const reached = () => {
    if (kind !== 'hangs' && kind !== 'hearsLate') return;
    meanwhile = Promise.resolve().then(() => eraseContact(deps, person).finally(another.resolve));
  };
  await eraseContact(mortal(deps, { at, kind, goesOn: another.promise, reached }), person).catch(() => {});
  await meanwhile;
}

describe('an erasure', () => {
  test('leaves nothing of the contact, and of what they share with others what those have', async () => {
    const stage = await aStage();
    expect(await eraseContact(stage.deps, stage.person)).toEqual({
      outcome: 'erased',
      removed: 30,
      kept: 1,
      left: [],
    });
    expect(endOf(stage)).toMatchObject({
      messages: [[true], [true]],
      conversations: [[true, 2]],
      outbox: [true, true],
      counters: [
        { stored: 2, skipped: { 'no-contact': 30 } },
        { stored: 0, skipped: { 'no-contact': 1 } },
      ],
      isForgotten: true,
    });
    expect(await stage.store.findPerson(stage.person.contactId)).toBeUndefined();
    const { contactId, locationId } = stage.person;
    expect(stage.lines.filter(({ event }) => event === 'contactErased')).toMatchObject([
      { fields: { contactId, locationId, deleted: 30 } },
    ]);
  });

  test.each(FATES)(
    'whose process %s at any of its awaits, and that is repeated, ends as one that was left in peace',
    async (kind) => {
      const peaceful = await aStage();
      const { deps, awaits } = countAwaits(peaceful.deps);
      await eraseContact(deps, peaceful.person);
      expect(awaits.length).toBeGreaterThan(7);
      for (const at of awaits.keys()) {
        const stage = await aStage();
        await eraseFated(stage, at, kind);
        // By its id, as long as the contact is there.
        const found = await stage.store.findPerson(stage.person.contactId);
        if (found) await eraseContact(stage.deps, found);
        expect(await stage.store.findPerson(stage.person.contactId)).toBeUndefined();
        expect([at, endOf(stage)]).toEqual([at, endOf(peaceful)]);
      }
    },
  );

  test('takes the lease of a run that has matched mail with the contact before it began', async () => {
    const stage = await aStage();
    const { run, first, person } = stage;
    const matched = stores(anArrival(first, person), [person]);
    await eraseContact(stage.deps, person);
    await expect(run.commit([matched])).rejects.toMatchObject({ code: 'leaseLost' });
    // The next one finds nobody to match it with.
    await aRun(stage.fixture, first);
    expect(await stage.store.findContacts([person.locationId], person.emails)).toEqual([]);
    expect(endOf(stage)).toMatchObject({ messages: [[true], [true]], isForgotten: true });
  });

  test('leaves the runs of other locations, and those that nobody holds, as they are', async () => {
    const stage = await aStage();
    const stranger = await aPerson(stage.fixture);
    await eraseContact(stage.deps, stage.person);
    const late = anArrival(stranger.first, stranger.person);
    await stranger.run.commit([stores(late, [stranger.person])]);
    expect(stage.store.ledger(stranger.first.mailboxId)[late.gmailId]).toMatchObject({ state: 'stored' });
    expect(await stage.store.findPerson(stranger.person.contactId)).toBeDefined();
  });
});
