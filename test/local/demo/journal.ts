import { cleanLine } from '../../../shared/domain/content/cleanText.ts';
import type { MessageId } from '../../../shared/domain/ids.ts';
import type { FinishedRun } from './functionsLog.ts';
import type { Decision } from './observeDecisions.ts';
import { namesOf, outcomeText, problemRow, type Row, rowOf, runText } from './rows.ts';
import type { Screen } from './screen.ts';
import { Tally } from './tally.ts';

/** Something that the demo did to the Gmail account, and that the functions are now to find out about. */
export interface Announced extends Row {
  readonly kind: 'in' | 'out' | 'read';
  readonly gmailId: string;
  /** The mailbox's history id after it, which the notification names. */
  readonly historyId: string;
}

export interface Settled {
  readonly decision: Decision;
  readonly milliseconds: number;
}

interface Entry extends Announced {
  readonly settled: PromiseWithResolvers<Settled>;
  decision: Decision | undefined;
}

/** The clocks of this process, the functions and the emulator are one, read a little apart. */
const CLOCK_SLACK_MS = 20;
const KEPT_RUNS = 20;

/** Puts together what is known of each mail, from delivery to stored, and shows it as it becomes known. */
export class Journal {
  readonly tally = new Tally();
  readonly #screen: Screen;
  /** Contacts' names by id. */
  readonly #names: ReadonlyMap<string, string>;
  readonly #entries = new Map<string, Entry>();
  readonly #announced = new Set<string>();
  /** Whose logging downstream is still to come, by message. */
  readonly #unlogged = new Map<MessageId, Entry>();
  #runs: FinishedRun[] = [];

  constructor(screen: Screen, names: ReadonlyMap<string, string>) {
    this.#screen = screen;
    this.#names = names;
  }

  /** Resolves when Firestore has it, or the ledger says why not. */
  announce(announced: Announced): Promise<Settled> {
    const clean = { who: cleanLine(announced.who), subject: cleanLine(announced.subject) };
    const entry: Entry = {
      ...announced,
      ...clean,
      settled: Promise.withResolvers<Settled>(),
      decision: undefined,
    };
    this.#entries.set(entry.gmailId, entry);
    this.#announced.add(entry.gmailId);
    if (entry.kind !== 'read') this.tally.delivered += 1;
    this.#screen.head(entry.gmailId, rowOf(entry));
    return entry.settled.promise;
  }

  /** Pub/Sub has taken the notification that names this history id. */
  notified(historyId: string): void {
    const entry = [...this.#entries.values()].find((each) => each.historyId === historyId);
    if (!entry || entry.decision) return;
    this.#screen.cell(entry.gmailId, 0, `notified in ${Date.now() - entry.at} ms`, entry.who);
  }

  /** What nobody announced came through the callables: a mail that was sent, or a contact's history. */
  decided(decision: Decision): void {
    if (this.#announced.has(decision.gmailId)) this.#settled(decision);
    else if (decision.outcome.kind === 'stored') this.discovered(decision);
  }

  #settled(decision: Decision): void {
    const entry = this.#entries.get(decision.gmailId);
    const fits = (entry?.kind === 'read') === (decision.outcome.kind === 'changed');
    if (!entry || entry.decision || !fits) return;
    entry.decision = decision;
    if (decision.outcome.kind === 'stored') this.#unlogged.set(decision.outcome.message.messageId, entry);
    const milliseconds = Math.max(0, Math.round(decision.at - entry.at));
    this.#count(decision, milliseconds);
    const { gmailId, who } = entry;
    this.#screen.cell(gmailId, 1, outcomeText(decision, this.#names), who);
    this.#screen.cell(gmailId, 2, `in ${milliseconds} ms`.padStart(10), who);
    this.#showRun(entry);
    entry.settled.resolve({ decision, milliseconds });
  }

  /** Shows mail that nobody announced, as it is in a real mailbox. */
  discovered(decision: Decision): void {
    const { outcome, gmailId } = decision;
    this.#count(decision, undefined);
    const message = outcome.kind === 'skipped' ? undefined : outcome.message;
    const who = message ? namesOf(message, this.#names) : 'unknown';
    const kind = outcome.kind === 'changed' ? 'changed' : message?.direction === 'outbound' ? 'out' : 'in';
    const subject = message ? cleanLine(message.envelope.subject) : `Gmail id ${gmailId}`;
    this.#screen.head(decision, rowOf({ kind, who, subject, at: decision.at }));
    this.#screen.cell(decision, 0, outcomeText(decision, this.#names), who);
  }

  /** GoHighLevel has it, too. */
  logged(messageId: MessageId, at: Date): void {
    const entry = this.#unlogged.get(messageId);
    if (!entry) return;
    this.#unlogged.delete(messageId);
    this.#screen.cell(entry.gmailId, 4, `GHL in ${at.getTime() - entry.at} ms`, entry.who);
  }

  ran(run: FinishedRun): void {
    this.#runs = [...this.#runs, run].slice(-KEPT_RUNS);
    for (const entry of this.#entries.values()) if (entry.decision) this.#showRun(entry);
  }

  problem(text: string): void {
    this.#screen.line(problemRow(cleanLine(text)));
  }

  /** Whether it is still to be found out what became of this message. */
  isAwaited(gmailId: string): boolean {
    const entry = this.#entries.get(gmailId);
    return entry !== undefined && entry.decision === undefined;
  }

  /** Waits for what is still under way, but not for ever. */
  async settle(withinMs: number): Promise<void> {
    const open = [...this.#entries.values()].filter(({ decision }) => !decision);
    const limit = AbortSignal.timeout(withinMs);
    await Promise.race([
      Promise.all(open.map(({ settled }) => settled.promise)),
      new Promise((resolve) => limit.addEventListener('abort', resolve)),
    ]);
  }

  #count({ outcome }: Decision, milliseconds: number | undefined): void {
    if (outcome.kind === 'stored') this.tally.countStored(milliseconds);
    if (outcome.kind === 'skipped') this.tally.countSkipped(outcome.reason);
  }

  /** The run in whose time the decision was committed; with it a mail's row is complete. */
  #showRun(entry: Entry): void {
    const at = entry.decision?.at ?? 0;
    const run = this.#runs.find(
      ({ finishedAt, durationMs }) =>
        at >= finishedAt - durationMs - CLOCK_SLACK_MS && at <= finishedAt + CLOCK_SLACK_MS,
    );
    if (!run) return;
    this.#entries.delete(entry.gmailId);
    this.#screen.cell(entry.gmailId, 3, runText(run), entry.who);
  }
}
