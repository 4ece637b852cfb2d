import type { ServedFunctions } from '../../support/stack/servedFunctions.ts';
import type { Backend } from './backend.ts';
import { conversationRows } from './conversationRows.ts';
import type { Demo } from './demo.ts';
import { agentRow, curlLines, emulatorRows, openLine, table } from './introduction.ts';
import type { Journal } from './journal.ts';
import type { Key } from './keyboard.ts';
import { observeMailboxes } from './observeMailboxes.ts';
import { paint } from './screen.ts';
import type { Session } from './session.ts';
import type { Office } from './tenancy.ts';

const POLL_MS = 15_000;

export interface RealStage {
  readonly session: Session;
  readonly backend: Backend;
  readonly functions: ServedFunctions;
  readonly journal: Journal;
  readonly office: Office;
  readonly webUrl: string;
  readonly cronSecret: string;
  readonly consentUrl: string;
}

/** A person's own Gmail account, polled, because no notification can reach this machine. */
export class RealDemo implements Demo {
  readonly keys: Readonly<Record<string, Key>> = {};
  readonly #stage: RealStage;
  #timer: NodeJS.Timeout | undefined;

  constructor(stage: RealStage) {
    this.#stage = stage;
  }

  get introduction(): string {
    const { functions, backend, office, consentUrl, webUrl } = this.#stage;
    const nobody = 'none: every mail will be skipped. Name some with --contact';
    return [
      openLine(webUrl),
      '',
      table([
        ['Functions', functions.url],
        ...emulatorRows(),
        ['Project', backend.projectId],
        agentRow,
        ['Contacts', [...office.names.values()].join(', ') || paint('yellow', nobody)],
      ]),
      '',
      '  The state of the mailbox, as the agent may see it:',
      '',
      curlLines(backend.projectId, functions.url),
      '',
      '  To connect a Gmail account, do it in the app, or open this page within half an hour:',
      '',
      `  ${consentUrl}`,
    ].join('\n');
  }

  begin(): void {
    const { session, backend, office, journal } = this.#stage;
    const end = observeMailboxes(
      backend.db,
      office.uid,
      ({ emailAddress, status }) => session.screen.line(`${paint('dim', '──')} ${emailAddress}: ${status}`),
      (error) => journal.problem(error.message),
    );
    session.resources.defer(end);
    this.#timer = setInterval(() => void this.#poll(), POLL_MS);
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
  }

  async summary(): Promise<string> {
    const { journal, backend, office } = this.#stage;
    return table([['Mails', journal.tally.counts], ...(await conversationRows(backend.db, office))]);
  }

  /** As Cloud Scheduler does it, only more often. */
  async #poll(): Promise<void> {
    const { functions, journal, cronSecret } = this.#stage;
    try {
      const response = await fetch(`${functions.url}/pollMailboxes?quietSeconds=10`, {
        headers: { authorization: `Bearer ${cronSecret}` },
      });
      if (!response.ok) journal.problem(`The poll was answered with ${response.status}`);
      await response.body?.cancel();
    } catch (error) {
      journal.problem(`The poll failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
