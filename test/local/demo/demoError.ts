/** Why the demo does not start or cannot go on, in words for the person at the terminal; no stack is needed. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}

/** A wrong option or argument. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
