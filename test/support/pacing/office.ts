import { randomUUID } from 'node:crypto';
import { type ContactId, EmailAddress, type LocationId, MailboxId } from '../../../shared/domain/ids.ts';
import type { Job } from '../../../shared/domain/jobs.ts';
import { GMAIL_SCOPES } from '../../../shared/domain/scopes.ts';
import type { Contact } from '../../../shared/domain/tenancy.ts';
import type { SyncDeps } from '../../../shared/sync/deps.ts';
import { untilDue } from '../../../shared/sync/pacing/untilDue.ts';
import { runJob } from '../../../shared/sync/runJob.ts';
import { aContact, anAddress } from '../builders.ts';
import type { Account } from '../gmail/account.ts';
import { GmailSimulator } from '../gmail/gmailSimulator.ts';
import type { Ground } from '../universe/ground.ts';
import { memoryGround } from '../universe/memoryGround.ts';
import { VirtualClock } from '../virtualClock.ts';
import { timelessCalls } from './timelessCalls.ts';

export interface OfficeMailbox {
  readonly mailboxId: MailboxId;
  readonly account: Account;
}

/**
 * Mailboxes of one location with a known contact, a Gmail that enforces its quota, called without a network, and the jobs
 * between them, all on one clock that goes on only where somebody waits.
 */
export class Office {
  readonly clock: VirtualClock;
  readonly gmail: GmailSimulator;
  readonly ground: Ground;
  readonly deps: SyncDeps;
  readonly contact = EmailAddress(anAddress('contact'));
  readonly locationId: LocationId;
  readonly #network = globalThis.fetch;
  #contactId: ContactId | undefined;
  readonly #jobs: Job[] = [];

  private constructor(of: {
    clock: VirtualClock;
    gmail: GmailSimulator;
    ground: Ground;
    locationId: LocationId;
  }) {
    this.clock = of.clock;
    this.gmail = of.gmail;
    this.ground = of.ground;
    this.locationId = of.locationId;
    this.deps = timelessCalls(
      { ...of.ground.product, jobs: { publish: async (job: Job) => void this.#jobs.push(job) } },
      of.clock,
    );
  }

  static async open(): Promise<Office> {
    const clock = new VirtualClock();
    const gmail = await GmailSimulator.start({ now: () => clock.now() });
    gmail.quota.enforced = true;
    const ground = memoryGround(gmail, clock);
    const locationId = await ground.location({ excluded: [], skipAutomated: false });
    const office = new Office({ clock, gmail, ground, locationId });
    globalThis.fetch = gmail.fetch;
    office.#contactId = await ground.contact(locationId, [office.contact]);
    return office;
  }

  close(): Promise<void> {
    globalThis.fetch = this.#network;
    return this.gmail.close();
  }

  async connect(): Promise<OfficeMailbox> {
    const { product } = this.ground;
    const emailAddress = EmailAddress(anAddress(`agent-${randomUUID().slice(0, 8)}`));
    const mailboxId = MailboxId.of(emailAddress);
    const account = this.gmail.addAccount({ address: emailAddress });
    const { refreshToken } = this.gmail.oauth.grant({ address: emailAddress, scopes: GMAIL_SCOPES });
    const sealed = await product.grants.seal(mailboxId, refreshToken);
    const uid = await this.ground.agent([this.locationId]);
    const to = { mailboxId, uid, emailAddress, now: this.clock.now() };
    await product.connections.connect(to, { sealed, scopes: GMAIL_SCOPES });
    return { mailboxId, account };
  }

  mailFrom(sender: string, { account }: OfficeMailbox, subject: string) {
    return { from: sender, to: account.address, subject, date: this.clock.now() };
  }

  /** Whom all of them know. */
  get knownContact(): Contact {
    const { locationId, contact } = this;
    return aContact({
      locationId,
      emails: [contact],
      ...(this.#contactId && { contactId: this.#contactId }),
    });
  }

  /** Jobs that nobody has done yet. */
  get queued(): readonly Job[] {
    return this.#jobs;
  }

  /** A job and all that it queues, one after the other, each when it is due; each run's outcome. */
  async work(job: Job, deps: SyncDeps = this.deps): Promise<readonly string[]> {
    this.#jobs.unshift(job);
    return this.goOn(job.mailboxId, deps);
  }

  /** The jobs of a mailbox that are queued. */
  async goOn(mailboxId: MailboxId, deps: SyncDeps = this.deps): Promise<readonly string[]> {
    const outcomes: string[] = [];
    for (let next = this.#nextOf(mailboxId); next; next = this.#nextOf(mailboxId)) {
      await untilDue(this.clock, 'notBefore' in next ? next.notBefore : undefined);
      outcomes.push((await runJob(deps, next)).outcome);
    }
    return outcomes;
  }

  #nextOf(mailboxId: MailboxId): Job | undefined {
    const at = this.#jobs.findIndex((job) => job.mailboxId === mailboxId);
    return at < 0 ? undefined : this.#jobs.splice(at, 1)[0];
  }
}
