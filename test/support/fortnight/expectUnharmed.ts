import { expect } from '@jest/globals';
import { fetchContactHistory } from '../../../shared/sync/history/fetchContactHistory.ts';
import { audit } from '../auditing.ts';
import { expectImplied } from '../universe/expectImplied.ts';
import { comeToRest } from './comeToRest.ts';
import type { Fortnight } from './fortnight.ts';

/** Longer than all of it. */
const ALL_DAYS = 60;

/**
 * Nothing is left to do, and the store is what the mailboxes imply: so say the engine's own audits, and an oracle that
 * knows nothing of the engine.
 */
export async function expectUnharmed(fortnight: Fortnight): Promise<void> {
  expectHealthy(fortnight);
  await expectNothingLeft(fortnight);
  await askForHistoryAgain(fortnight);
  await comeToRest(fortnight);
  await expectAuditsClean(fortnight);
  await expectExact(fortnight);
}

/** No mailbox is stuck, and each is watched. */
function expectHealthy({ population, store, time }: Fortnight): void {
  const now = time.now();
  for (const { mailboxId } of population.boxes) {
    const mailbox = store.mailbox(mailboxId);
    expect(mailbox).toMatchObject({ status: 'live', lastError: null, pausedUntil: null, recovery: null });
    const watch = mailbox && 'watch' in mailbox ? mailbox.watch : null;
    expect(watch?.expiresAt.getTime()).toBeGreaterThan(now.getTime());
  }
}

/** What Pub/Sub has given up was taken up again by polls and renewals: also searches and audits, which have an end. */
async function expectNothingLeft({ store, time }: Fortnight): Promise<void> {
  const ever = { before: new Date(time.now().getTime() + 1), limit: 1 };
  expect((await store.quietFetches(ever)).items).toEqual([]);
  expect((await store.quietAudits(ever)).items).toEqual([]);
}

/** The engine's own opinion, of each mailbox and all the time. */
async function expectAuditsClean(fortnight: Fortnight): Promise<void> {
  expect(fortnight.findings).toEqual([]);
  const { population, product, time } = fortnight;
  let looked = 0;
  for (const { mailboxId, due } of population.boxes) {
    const audited = await time.during(audit(product, mailboxId, { days: ALL_DAYS }));
    const { report, found, outcomes } = audited;
    expect({ outcome: report.outcome, outcomes }).toEqual({ outcome: 'finished', outcomes });
    looked += report.looked.arrivals + report.looked.copies + report.looked.conversations;
    const { missing = [], ...others } = found;
    expect([mailboxId, missing.filter((id) => due.isCertain(id)), others]).toEqual([mailboxId, [], {}]);
  }
  expect(looked).toBeGreaterThan(population.boxes.length);
}

/** What the mailboxes imply is there, and nothing else of anybody. */
async function expectExact({ population, store }: Fortnight): Promise<void> {
  await expectImplied(population);
  const known = new Set<string>(population.locations);
  expect(store.messages().filter(({ locationId }) => !known.has(locationId))).toEqual([]);
}

/** A mailbox that could not be searched when somebody became a contact is searched when an agent asks again. */
async function askForHistoryAgain({ population, product, time }: Fortnight): Promise<void> {
  for (const { location, name } of population.cast.newcomers) {
    const contact = population.contacts.find((known) => known.name === name);
    const agent = population.boxes.find(({ home }) => home === location);
    if (!contact || !agent) throw new Error(`${name} has not become a contact`);
    const asked = {
      agent: { uid: agent.uid, email: '', locationIds: agent.locations },
      contactId: contact.contactId,
      before: null,
    };
    await time.during(fetchContactHistory(product, asked));
  }
}
