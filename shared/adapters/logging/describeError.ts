import { SyncError } from '../../domain/syncError.ts';
import { originalFrame } from './originalFrame.ts';
import { redact } from './redact.ts';

/** What is told of an error: nothing that a vendor hung on it, such as the request, its headers or the answer. */
interface ErrorDescription {
  readonly name: string;
  readonly message: string;
  readonly code?: string | number;
  readonly operation?: string;
  readonly causes?: readonly ErrorDescription[];
}

const MAX_CAUSES = 5;
const MAX_FRAMES = 20;
const NAME = /^[A-Za-z_$][\w$.]{0,63}$/;
/** `ECONNRESET`, `auth/id-token-expired`, `403`. */
const CODE = /^[\w/.-]{1,64}$/;

export function describeError(error: unknown): ErrorDescription {
  const causes = causesOf(error).map(describeOne);
  return causes.length === 0 ? describeOne(error) : { ...describeOne(error), causes };
}

/** Name, message and frames as Error Reporting reads them; undefined when the error has no frames. */
export function stackOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return undefined;
  // The lines above the frames repeat the message as it was thrown, and it may imitate a frame.
  const frames = withoutMessage(error.stack, error)
    .split('\n')
    .filter((line) => /^ {4}at \S.*(?::\d+:\d+\)?|\(<anonymous>\)|\(native\))$/.test(line))
    .slice(0, MAX_FRAMES)
    .map((line) => redact(originalFrame(line)));
  if (frames.length === 0) return undefined;
  const { name, message } = describeOne(error);
  return [`${name}: ${message}`, ...frames].join('\n');
}

function withoutMessage(stack: string, { message }: Error): string {
  const at = message === '' ? -1 : stack.indexOf(message);
  return at < 0 ? stack : stack.slice(at + message.length);
}

/** Outermost first; an error that causes itself, or that has been seen, ends the list. */
function causesOf(error: unknown): unknown[] {
  const seen = new Set<unknown>([error]);
  const queue = [...nextOf(error)];
  const causes: unknown[] = [];
  for (const cause of queue) {
    if (seen.has(cause) || causes.length === MAX_CAUSES) continue;
    seen.add(cause);
    causes.push(cause);
    queue.push(...nextOf(cause));
  }
  return causes;
}

function nextOf(error: unknown): unknown[] {
  if (!(error instanceof Error)) return [];
  const together: unknown[] = error instanceof AggregateError ? error.errors : [];
  return error.cause === undefined ? together : [error.cause, ...together];
}

function describeOne(error: unknown): ErrorDescription {
  if (typeof error === 'string') return { name: 'String', message: redact(withOriginalFrames(error)) };
  if (!(error instanceof Error)) return { name: 'Unknown', message: `a thrown ${typeof error}` };
  const code = 'code' in error ? codeOf(error.code) : undefined;
  return {
    name: NAME.test(error.name) ? redact(error.name) : 'Error',
    message: redact(String(error.message)),
    ...(code === undefined ? {} : { code }),
    ...(error instanceof SyncError ? { operation: redact(error.operation) } : {}),
  };
}

/** The framework tells of what nobody has caught by its stack alone. */
const withOriginalFrames = (text: string): string => text.split('\n').map(originalFrame).join('\n');

function codeOf(code: unknown): string | number | undefined {
  if (typeof code === 'number') return code;
  return typeof code === 'string' && CODE.test(code) ? redact(code) : undefined;
}
