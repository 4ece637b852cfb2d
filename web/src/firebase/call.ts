import { FirebaseError } from 'firebase/app';
import { httpsCallable } from 'firebase/functions';
import type {
  CallableInput,
  CallableName,
  CallableOutput,
} from '../../../shared/domain/callables/callables.ts';
import { firebase } from './connect.ts';

/** A call that was refused or did not get through; `message` is a sentence for the person who asked. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  /** Of the callable protocol, such as `unavailable`; `offline` where the call did not leave the browser. */
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, details: unknown) {
    super(message);
    this.code = code;
    this.details = typeof details === 'object' && details !== null ? { ...details } : {};
  }

  /** Whether the same call may go through in a moment. */
  get isPassing(): boolean {
    return ['offline', 'unavailable', 'aborted', 'deadline-exceeded', 'resource-exhausted'].includes(
      this.code,
    );
  }
}

/** Calls one of our callables with its own types. @throws CallFailure */
export async function call<Name extends CallableName>(
  name: Name,
  input: CallableInput<Name>,
  { timeoutSeconds = 70 }: { readonly timeoutSeconds?: number } = {},
): Promise<CallableOutput<Name>> {
  if (!navigator.onLine)
    throw new CallFailure('offline', 'You are offline. Try again once you are back.', null);
  try {
    const send = httpsCallable<CallableInput<Name>, CallableOutput<Name>>(firebase().functions, name, {
      timeout: timeoutSeconds * 1_000,
    });
    return (await send(input)).data;
  } catch (error) {
    throw asCallFailure(error);
  }
}

function asCallFailure(error: unknown): CallFailure {
  if (!(error instanceof FirebaseError)) return new CallFailure('internal', 'Something went wrong.', null);
  const code = error.code.replace(/^functions\//, '');
  const details = 'details' in error ? error.details : null;
  // The SDK puts the HTTP status behind each sentence, and has none of its own where nothing answered.
  const sentence = error.message.replace(/ \[\d+\]$/, '');
  const isSilent = sentence === '' || sentence.toLowerCase() === code;
  return new CallFailure(
    code,
    isSilent ? 'The server cannot be reached. Try again in a moment.' : sentence,
    details,
  );
}
