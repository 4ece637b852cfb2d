import type { MailQuestion } from './mailQuestion.ts';

/** What is asked, and of which mailboxes. */
export interface Asked {
  /** Rises with each question. */
  readonly turn: number;
  readonly question: MailQuestion;
  /** As it was typed. */
  readonly who: string;
  readonly mailboxIds: readonly string[];
}
