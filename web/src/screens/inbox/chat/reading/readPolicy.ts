/** When what is seen counts as read. */
export interface ReadPolicy {
  /** Marked as unread by hand: it stays so until the conversation is opened anew. */
  readonly isHeld: boolean;
  /** Mails for which it was asked already: whatever came of it, it is not asked again for them alone. */
  readonly asked: ReadonlySet<string>;
}

export const ON_OPENING: ReadPolicy = { isHeld: false, asked: new Set() };

/** Whether unread mails that were in sight for a moment are to be marked as read. */
export const wantsRead = ({ isHeld, asked }: ReadPolicy, seen: readonly string[]): boolean =>
  !isHeld && seen.some((messageId) => !asked.has(messageId));

export const askedFor = ({ isHeld, asked }: ReadPolicy, seen: readonly string[]): ReadPolicy => ({
  isHeld,
  asked: new Set([...asked, ...seen]),
});

export const held = ({ asked }: ReadPolicy, isHeld: boolean): ReadPolicy => ({ isHeld, asked });
