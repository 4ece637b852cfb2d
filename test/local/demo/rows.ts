import type { Message } from '../../../shared/domain/message.ts';
import type { FinishedRun } from './functionsLog.ts';
import type { Decision } from './observeDecisions.ts';
import { paint } from './screen.ts';

const WHO_WIDTH = 20;
const SUBJECT_WIDTH = 50;

/** A mail that arrived or was sent, or one that was read or changed in another way. */
export interface Row {
  readonly kind: 'in' | 'out' | 'read' | 'changed';
  readonly who: string;
  readonly subject: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

const MARKS = { in: '←', out: '→', read: '✓', changed: '✓' } as const;

/** `14:03:21  ← Ann Archer            Viewing on Saturday?` */
export function rowOf({ kind, who, subject, at }: Row): string {
  const told = kind === 'read' ? `read: ${subject}` : subject;
  return [
    `${paint('dim', clockTime(new Date(at)))} `,
    paint('cyan', MARKS[kind]),
    paint('bold', cut(who, WHO_WIDTH).padEnd(WHO_WIDTH)),
    cut(told, SUBJECT_WIDTH),
  ].join(' ');
}

type Names = ReadonlyMap<string, string>;

/** Whose conversations a message is in. */
export const namesOf = ({ contactIds }: Pick<Message, 'contactIds'>, names: Names): string =>
  contactIds.map((contactId) => names.get(contactId) ?? contactId).join(', ');

/** `stored   Ann Archer's conversation` */
export function outcomeText({ outcome }: Decision, names: Names): string {
  switch (outcome.kind) {
    case 'stored':
    case 'changed': {
      const word = outcome.kind === 'stored' ? 'stored ' : 'updated';
      return `${paint('green', word)}  ${cut(namesOf(outcome.message, names), 17)}'s conversation`;
    }
    case 'skipped':
      return `${paint('yellow', 'skipped')}  ${outcome.reason}`;
    default:
      return outcome satisfies never;
  }
}

/** The same as part of a sentence. */
export function plainOutcome({ outcome }: Decision, names: Names): string {
  if (outcome.kind === 'skipped') return `skipped (${outcome.reason})`;
  return `${outcome.kind} in ${namesOf(outcome.message, names)}'s conversation`;
}

export const runText = ({ durationMs, trigger }: FinishedRun): string =>
  paint('dim', `sync ${durationMs} ms${trigger === 'push' ? '' : ` (${trigger})`}`);

export const problemRow = (text: string): string =>
  `${paint('dim', clockTime(new Date()))}  ${paint('red', `! ${text}`)}`;

const clockTime = (at: Date): string => at.toTimeString().slice(0, 8);

const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, width - 1)}…`;
