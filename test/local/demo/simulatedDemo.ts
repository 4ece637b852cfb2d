import { MailboxId } from '../../../shared/domain/ids.ts';
import type { GhlLocation } from '../../support/ghl/ghlLocation.ts';
import type { GmailSimulator } from '../../support/gmail/gmailSimulator.ts';
import type { ServedFunctions } from '../../support/stack/servedFunctions.ts';
import { askForMail } from './askForMail.ts';
import type { Backend } from './backend.ts';
import type { Answer } from './control.ts';
import { conversationRows } from './conversationRows.ts';
import type { Demo } from './demo.ts';
import { agentRow, curlLines, emulatorRows, openLine, table } from './introduction.ts';
import type { Journal } from './journal.ts';
import type { Key } from './keyboard.ts';
import { DemoMailbox } from './mailbox.ts';
import type { OwnMail } from './ownMail.ts';
import { AGENT } from './people.ts';
import type { Person } from './person.ts';
import { portNote } from './ports.ts';
import { plainOutcome } from './rows.ts';
import { scenario } from './scenario.ts';
import { paint } from './screen.ts';
import type { Session } from './session.ts';
import type { Office } from './tenancy.ts';

const LAST_MAIL_MS = 3_000;
/** Mails between two lines that sum up. */
const TALLY_EVERY = 10;

export interface Stage {
  readonly session: Session;
  readonly backend: Backend;
  readonly gmail: GmailSimulator;
  readonly ghl: GhlLocation;
  readonly functions: ServedFunctions;
  readonly journal: Journal;
  readonly contacts: readonly Person[];
  readonly office: Office;
  readonly webUrl: string;
}

/** Mail that comes by itself, and by a person's wish. */
export class SimulatedDemo implements Demo {
  readonly #stage: Stage;
  readonly #mailbox: DemoMailbox;
  readonly #happenings = scenario();
  #timer: NodeJS.Timeout | undefined;
  #startedAt = Date.now();
  #summedUp = 0;

  constructor(stage: Stage) {
    const known = new Set(stage.contacts.map(({ address }) => address));
    this.#stage = stage;
    this.#mailbox = new DemoMailbox(stage.gmail.account(AGENT.address), stage.journal, (address) =>
      known.has(address),
    );
  }

  get introduction(): string {
    const { functions, gmail, backend, session, webUrl } = this.#stage;
    const port = Number(new URL(functions.url).port);
    return [
      openLine(webUrl),
      '',
      table([
        ['Functions', `${functions.url}${portNote(port, session.options)}`],
        ...emulatorRows(),
        ['Gmail', `${gmail.url}, simulated`],
        ['Project', backend.projectId],
        agentRow,
      ]),
      '',
      '  The agent signed in, and the state of the mailbox; the README has more calls:',
      '',
      curlLines(backend.projectId, functions.url, MailboxId.of(AGENT.address)),
      '',
      '  A mail of your own, from another terminal:',
      '',
      "  npm run mail -- --from ann.archer@example.com --subject Hello --body 'Are you there?'",
    ].join('\n');
  }

  readonly keys: Readonly<Record<string, Key>> = {
    m: { does: 'your own mail', press: () => this.#askForMail() },
    p: { does: 'pause', press: () => this.#pauseOrResume() },
  };

  begin(): void {
    this.#startedAt = Date.now();
    this.#resume();
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#stage.journal.settle(LAST_MAIL_MS);
  }

  async deliver(mail: OwnMail): Promise<Answer> {
    const settled = await this.#mailbox.deliver(mail);
    if (!settled) return { told: 'Delivered, but nothing became of it within 10 seconds.', settled: false };
    const outcome = plainOutcome(settled.decision, this.#stage.office.names);
    return { told: `Delivered, and ${outcome} after ${settled.milliseconds} ms.`, settled: true };
  }

  async summary(): Promise<string> {
    const { journal, backend, office } = this.#stage;
    const { tally } = journal;
    const seconds = Math.round((Date.now() - this.#startedAt) / 1000);
    return table([
      ['Mails', `${tally.delivered} in ${seconds} s: ${tally.counts}`],
      ['Until stored', tally.times ?? 'no mail was stored'],
      ['GoHighLevel', `${this.#stage.ghl.logged().length} emails logged`],
      ['Gmail quota', `${this.#units()} units, the first sync included`],
      ...(await conversationRows(backend.db, office)),
    ]);
  }

  #resume(): void {
    const { every } = this.#stage.session.options;
    if (every === 0) return;
    this.#playNext();
    this.#timer = setInterval(() => this.#playNext(), every * 1000);
  }

  #pauseOrResume(): void {
    const { screen } = this.#stage.session;
    const wasRunning = this.#timer !== undefined;
    clearInterval(this.#timer);
    this.#timer = undefined;
    screen.line(paint('dim', wasRunning ? '── paused; p resumes' : '── resumed'));
    if (!wasRunning) this.#resume();
  }

  #playNext(): void {
    this.#sumUp();
    this.#mailbox.play(this.#happenings.next().value);
  }

  #sumUp(): void {
    const { tally } = this.#stage.journal;
    const tens = Math.floor(tally.delivered / TALLY_EVERY);
    if (tens === this.#summedUp) return;
    this.#summedUp = tens;
    const parts = [`${tally.delivered} mails`, tally.counts, tally.times, `${this.#units()} Gmail units`];
    this.#stage.session.screen.line(`${paint('dim', '──')} ${parts.filter(Boolean).join(', ')}`);
  }

  async #askForMail(): Promise<void> {
    const { session, contacts } = this.#stage;
    session.screen.hold();
    const mail = await session.keyboard.lend(() => askForMail(contacts, session.stop));
    session.screen.release();
    if (mail && !session.stop.signal.aborted) await this.deliver(mail);
  }

  #units(): string {
    return this.#mailbox.account.usage.units.toLocaleString('en');
  }
}
