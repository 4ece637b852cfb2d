export type FindingStatus = 'ok' | 'warning' | 'wrong' | 'notChecked';

/** What a check has found, in words. */
export interface Finding {
  readonly check: string;
  readonly status: FindingStatus;
  /** A sentence, without its full stop. Never a secret, nor a part of one. */
  readonly says: string;
  /** What mends it: a command, ready to paste, or what a person has to do. */
  readonly mend: string | null;
}

export const ok = (check: string, says: string): Finding => ({ check, status: 'ok', says, mend: null });

export const warning = (check: string, says: string, mend: string): Finding => ({
  check,
  status: 'warning',
  says,
  mend,
});

export const wrong = (check: string, says: string, mend: string): Finding => ({
  check,
  status: 'wrong',
  says,
  mend,
});

export const notChecked = (check: string, says: string, mend: string | null = null): Finding => ({
  check,
  status: 'notChecked',
  says,
  mend,
});

/** `2 mailboxes`; `1 mailbox`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** The first few, and how many there are besides. */
export function listed(items: readonly string[], atMost = 5): string {
  const more = items.length - atMost;
  return more > 0 ? `${items.slice(0, atMost).join(', ')} and ${more} more` : items.join(', ');
}
