/** Why the emulators are not there, in words for the person who wanted them; no stack is needed. */
export class EmulatorError extends Error {
  override readonly name = 'EmulatorError';
}
