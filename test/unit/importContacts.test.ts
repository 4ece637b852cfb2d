import { afterEach, describe, expect, test } from '@jest/globals';
import { IMPORT_LEASE_MS, MAX_HISTORIES } from '../../shared/domain/contacts/importProgress.ts';
import { EmailAddress } from '../../shared/domain/ids.ts';
import type { ImportOutcome } from '../../shared/sync/contacts/importContacts.ts';
import { aContact, anAddress } from '../support/builders.ts';
import { ImportStage } from '../support/importStage.ts';

let stage: ImportStage;
afterEach(() => stage.close());

const aStage = async (options: Parameters<typeof ImportStage.start>[0] = {}) => {
  stage = await ImportStage.start(options);
  return stage;
};

describe('an import', () => {
  test('brings all contacts of GHL’s, page by page, and counts them', async () => {
    const { ghl } = await aStage({ page: 3 });
    const people = Array.from({ length: 7 }, (_, index) => ({
      name: `Ann ${index}`,
      email: anAddress(),
      additionalEmails: index === 0 ? [anAddress(), 'none'] : [],
    }));
    const added = people.map((person) => stage.addContact(person));
    const progress = await stage.imported();
    expect(progress).toMatchObject({ status: 'done', done: 7, total: 7, lease: null });
    expect(progress.counts).toMatchObject({ created: 7, conflicts: 0 });
    expect(await stage.contacts()).toHaveLength(7);
    expect(await stage.contacts()).toContainEqual({
      ghlContactId: added[0]?.id,
      name: 'Ann 0',
      emails: [people[0]?.email, people[0]?.additionalEmails[0]],
    });
    expect(ghl.count('contacts.search')).toBe(3);
    expect(stage.queued).toEqual([]);
  });

  test('done again brings what has changed, and writes nothing else', async () => {
    const { ghl } = await aStage();
    const [first, second] = [
      stage.addContact({ name: 'A', email: anAddress() }),
      stage.addContact({ email: anAddress() }),
    ];
    await stage.imported();
    ghl.updateContact(first.id, { name: 'B' });
    const { attempt, counts } = await stage.imported();
    expect([attempt, counts]).toEqual([2, expect.objectContaining({ created: 0, changed: 1, unchanged: 1 })]);
    expect(await stage.contacts()).toContainEqual(
      expect.objectContaining({ ghlContactId: first.id, name: 'B' }),
    );
    ghl.deleteContact(second.id);
    await stage.imported();
    expect(await stage.contacts()).toHaveLength(2);
  });

  test('leaves an address with the contact that came first, in whatever page', async () => {
    await aStage({ page: 2 });
    const email = anAddress();
    const [first] = Array.from({ length: 4 }, () => stage.addContact({ email }));
    const { counts } = await stage.imported();
    expect(counts).toMatchObject({ created: 1, taken: 3, conflicts: 3 });
    expect(await stage.contacts()).toEqual([
      expect.objectContaining({ ghlContactId: first?.id, emails: [email] }),
    ]);
    const told = stage.linking.recorded.lines.filter(({ event }) => event === 'contactConflict');
    expect(told).toHaveLength(3);
    expect(JSON.stringify(told)).not.toContain(email);
  });

  test('keeps the agents’ contacts, their names for what GHL does not say, and who shares an address', async () => {
    const { locationId, store } = await aStage();
    const [own, shared] = [aContact({ locationId, name: 'Own' }), aContact({ locationId, name: 'Shared' })];
    store.putContact(own);
    store.putContact(shared);
    const added = stage.addContact({ email: shared.emails[0], additionalEmails: [anAddress()] });
    expect((await stage.imported()).counts).toMatchObject({ changed: 1, created: 0 });
    expect(await store.readContact(own.contactId)).toEqual(own);
    expect(await store.readContact(shared.contactId)).toMatchObject({
      name: 'Shared',
      ghlContactId: added.id,
      emails: [shared.emails[0], expect.anything()],
    });
  });

  test('leaves out contacts without an address, and counts addresses that are none', async () => {
    await aStage();
    stage.addContact({ name: 'Phone only' });
    stage.addContact({ email: anAddress(), additionalEmails: ['none', 'a@'] });
    const { counts } = await stage.imported();
    expect(counts).toMatchObject({ created: 1, noAddress: 1 });
  });
});

describe('older mail', () => {
  const searched = () => stage.queued.filter(({ type }) => type === 'history').length;

  test('is searched for nobody unless that is wished', async () => {
    await aStage();
    stage.addContact({ email: anAddress() });
    expect((await stage.imported('none')).counts.histories).toBe(0);
    expect((await stage.imported('new')).counts.histories).toBe(0);
    expect(searched()).toBe(0);
  });

  test('is searched for once for each new contact, in every mailbox of the location', async () => {
    await aStage();
    stage.addMailbox();
    for (let index = 0; index < 3; index += 1) stage.addContact({ email: anAddress() });
    expect((await stage.imported('new')).counts).toMatchObject({ histories: 3, historiesLeft: 0 });
    expect(searched()).toBe(6);
    await stage.imported('new');
    expect(searched()).toBe(6);
  });

  test('is searched for by each agent alone where they do not share their mailboxes', async () => {
    await aStage({ shareMailboxes: false });
    stage.addMailbox();
    stage.addContact({ email: anAddress() });
    await stage.imported('new');
    const jobs = stage.queued.flatMap((job) => (job.type === 'history' ? job : []));
    expect(new Set(jobs.map(({ mailboxId }) => mailboxId)).size).toBe(2);
    expect(new Set(jobs.map(({ fetchId }) => fetchId)).size).toBe(2);
  });

  test('of a big import is searched for up to a limit, and told how much is left', async () => {
    await aStage({ page: 50 });
    for (let index = 0; index < MAX_HISTORIES + 60; index += 1) stage.addContact({ email: anAddress() });
    const { counts } = await stage.imported('new');
    expect(counts.created).toBe(MAX_HISTORIES + 60);
    expect(counts.histories).toBeGreaterThanOrEqual(MAX_HISTORIES);
    expect(counts.histories).toBeLessThan(MAX_HISTORIES + 20);
    expect(counts.histories + counts.historiesLeft).toBe(counts.created);
  });
});

describe('a run', () => {
  const fill = (count: number) => {
    for (let index = 0; index < count; index += 1) stage.addContact({ email: anAddress() });
  };

  test('that is out of time goes on as a new job, from where it stopped', async () => {
    await aStage({ page: 2 });
    fill(5);
    const deps = { ...stage.deps, settings: { runMs: 0 } };
    const begun = await stage.begin();
    const { attempt } = begun;
    const { locationId } = stage;
    expect(await stage.job(begun, deps)).toMatchObject({ outcome: 'continued', progress: { done: 2 } });
    expect(stage.queued).toEqual([{ type: 'importContacts', locationId, attempt }]);
    expect(await stage.job(begun, deps)).toMatchObject({ outcome: 'continued', progress: { done: 4 } });
    expect(await stage.job(begun, deps)).toMatchObject({ outcome: 'imported', progress: { done: 5 } });
    expect(stage.ghl.count('contacts.search')).toBe(3);
    expect(await stage.job(begun, deps)).toEqual({ outcome: 'upToDate' });
  });

  test('finds the import held while another one works on it, and takes over from one that has died', async () => {
    await aStage();
    fill(1);
    const begun = await stage.begin();
    const never = new Promise<never>(() => {});
    const stuck = { ...stage.deps, ghl: { open: () => never } };
    void stage.run(begun, stuck);
    expect(await stage.run(begun)).toEqual({ outcome: 'busy', handedOver: false });
    stage.linking.clock.pass(IMPORT_LEASE_MS + 1);
    expect(await stage.run(begun)).toMatchObject({ outcome: 'imported' });
  });

  test('that wakes after another one has taken over counts nothing and stores nothing more', async () => {
    await aStage();
    fill(2);
    const begun = await stage.begin();
    const woken = Promise.withResolvers<void>();
    const { tenancy } = stage.deps;
    const slow = async (...args: Parameters<typeof tenancy.applyNews>) => {
      await woken.promise;
      return tenancy.applyNews(...args);
    };
    const late = stage.run(begun, { ...stage.deps, tenancy: { ...tenancy, applyNews: slow } });
    late.catch(() => {});
    await new Promise((resolve) => setImmediate(resolve));
    stage.linking.clock.pass(IMPORT_LEASE_MS + 1);
    const { progress } = known(await stage.run(begun));
    woken.resolve();
    await expect(late).rejects.toMatchObject({ code: 'leaseLost' });
    expect(await stage.store.readImport(begun.importId)).toEqual(progress);
    expect(progress.counts).toMatchObject({ created: 2 });
  });

  test('that GHL refuses ends, says why, and goes on where it stopped when it is begun again', async () => {
    await aStage({ page: 2 });
    fill(3);
    const begun = await stage.begin();
    stage.linking.ghl.faults.add({ method: 'contacts.search', skip: 1, reply: { status: 403, body: {} } });
    expect(await stage.run(begun)).toEqual({ outcome: 'failed', code: 'forbidden' });
    expect(await stage.store.readImport(begun.importId)).toMatchObject({
      status: 'failed',
      done: 2,
      lastError: 'forbidden',
      lease: null,
    });
    expect(await stage.run(begun)).toEqual({ outcome: 'upToDate' });
    const again = await stage.begin();
    expect(again.attempt).toBe(begun.attempt);
    expect(known(await stage.run(again)).progress).toMatchObject({ done: 3, counts: { created: 3 } });
  });

  test('of a location that has been linked elsewhere since ends, and the next import begins anew', async () => {
    await aStage({ page: 2 });
    fill(3);
    const begun = await stage.begin();
    await stage.run(begun, { ...stage.deps, settings: { runMs: 0 } });
    const other = stage.linking.ghl.addLocation();
    other.addContact({ email: anAddress() });
    await stage.linking.linkByToken(stage.locationId, other);
    expect(await stage.run(begun)).toEqual({ outcome: 'failed', code: 'unauthorized' });
    const anew = await stage.begin();
    expect(anew.attempt).toBe(begun.attempt + 1);
    expect(known(await stage.run(anew)).progress).toMatchObject({ done: 1, counts: { created: 1 } });
  });

  test('of a location that is not linked', async () => {
    await aStage();
    await stage.store.unlinkLocation(stage.locationId);
    expect(await stage.run(await stage.begin())).toEqual({ outcome: 'failed', code: 'unauthorized' });
  });
});

test('what a webhook has said meanwhile counts for more than what was listed before', async () => {
  await aStage();
  const { locationId, deps } = stage;
  const contact = stage.addContact({ name: 'Listed', email: anAddress() });
  const now = deps.clock.now();
  const said = {
    locationId,
    ghlContactId: contact.id,
    name: 'Told',
    emails: [EmailAddress(contact.email ?? '')],
    complete: false,
  };
  const newId = aContact().contactId;
  const event = { said, deleted: false, at: now, seenAt: now, by: 'w', fetchHistory: false, newId, now };
  await deps.tenancy.applyNews({ ...event, webhookId: 'w' });
  expect((await stage.imported()).counts).toMatchObject({ outdated: 1 });
  expect(await stage.contacts()).toMatchObject([{ name: 'Told' }]);
  await deps.tenancy.applyNews({ ...event, deleted: true, webhookId: 'w2' });
  expect((await stage.imported()).counts).toMatchObject({ outdated: 1 });
  expect(await stage.contacts()).toEqual([]);
});

function known(outcome: ImportOutcome) {
  if (outcome.outcome !== 'imported') throw new Error(`The import is ${outcome.outcome}`);
  return outcome;
}
