import { randomUUID } from 'node:crypto';
import type { ContactImport, ImportHistory } from '../../shared/domain/contacts/importProgress.ts';
import { AgentId, LocationId } from '../../shared/domain/ids.ts';
import type { Job, LocationJob } from '../../shared/domain/jobs.ts';
import type { GhlAccess } from '../../shared/ports/ghl.ts';
import { beginLocationImport } from '../../shared/sync/contacts/beginLocationImport.ts';
import { type ImportDeps, importContacts, importJob } from '../../shared/sync/contacts/importContacts.ts';
import { aLocation, aMailbox } from './builders.ts';
import type { GhlLocation } from './ghl/ghlLocation.ts';
import { GhlLinking } from './ghlLinking.ts';
import { type MemoryStore, memoryStore } from './memory-store/memoryStore.ts';

/** A location of ours, linked to one of GHL's, with an agent and a mailbox, on the store in memory. */
export class ImportStage {
  readonly locationId = LocationId(randomUUID());
  readonly queued: (Job | LocationJob)[] = [];
  readonly linking: GhlLinking;
  readonly ghl: GhlLocation;
  readonly store: MemoryStore;
  readonly deps: ImportDeps;

  private constructor(store: MemoryStore, linking: GhlLinking, page: number) {
    this.store = store;
    this.linking = linking;
    this.ghl = linking.ghl.addLocation();
    const jobs = { publish: async (job: Job | LocationJob) => void this.queued.push(job) };
    this.deps = {
      tenancy: store,
      overview: store,
      histories: store,
      imports: store,
      ghl: byPages(linking.access(), page),
      jobs,
      locationJobs: jobs,
      clock: linking.clock,
      random: { id: randomUUID, token: randomUUID },
      log: linking.recorded.log,
      settings: { runMs: 420_000 },
    };
  }

  /** `page`: contacts that a page of GHL's listing has. */
  static async start({ page = 100, shareMailboxes = true } = {}): Promise<ImportStage> {
    const store = memoryStore();
    const stage = new ImportStage(store, await GhlLinking.start(store), page);
    const { locationId, ghl } = stage;
    store.putLocation(aLocation({ locationId, shareMailboxes }));
    await stage.linking.linkByToken(locationId, ghl);
    stage.addMailbox();
    return stage;
  }

  /** Of an agent of its own. */
  addMailbox(): void {
    const uid = AgentId(randomUUID());
    this.store.putAgent({ uid, email: '', locationIds: [this.locationId] });
    this.store.putMailbox(aMailbox({ status: 'connecting' }, { uid }));
  }

  /** A contact of GHL's, a second after the one before: GHL lists the oldest first. */
  addContact(fields: Parameters<GhlLocation['addContact']>[0]): ReturnType<GhlLocation['addContact']> {
    this.linking.clock.pass(1_000);
    return this.ghl.addContact(fields);
  }

  async begin(history: ImportHistory = 'none'): Promise<ContactImport> {
    const begun = await beginLocationImport(this.deps, { locationId: this.locationId, history });
    if (!begun) throw new Error('There is no such location');
    return begun;
  }

  /** One run of what was begun last. */
  async run({ attempt }: Pick<ContactImport, 'attempt'>, deps: ImportDeps = this.deps) {
    return importContacts(deps, { locationId: this.locationId, attempt });
  }

  async job({ attempt }: Pick<ContactImport, 'attempt'>, deps: ImportDeps = this.deps) {
    return importJob(deps, { locationId: this.locationId, attempt });
  }

  /** From the beginning to the end. */
  async imported(history: ImportHistory = 'none'): Promise<ContactImport> {
    const outcome = await this.run(await this.begin(history));
    if (outcome.outcome !== 'imported') throw new Error(`The import is ${outcome.outcome}`);
    return outcome.progress;
  }

  /** What is stored of its contacts, by their ids of GHL's. */
  async contacts() {
    const found = await this.store.contactsIn(this.locationId, { limit: 1_000 });
    const told = found.map(({ name, emails, ghlContactId }) => ({ ghlContactId, name, emails }));
    return told.sort((a, b) => ((a.ghlContactId ?? a.name) < (b.ghlContactId ?? b.name) ? -1 : 1));
  }

  close(): Promise<void> {
    return this.linking.close();
  }
}

function byPages(access: GhlAccess, limit: number): GhlAccess {
  return {
    open: async (locationId) => {
      const ghl = await access.open(locationId);
      return { ...ghl, listContacts: (request) => ghl.listContacts({ ...request, limit }) };
    },
  };
}
