import type { ZodType } from 'zod';
import { SyncError } from '../../domain/syncError.ts';

/** Parses what Gmail answered. The error names the operation and the path, never the value: it may be mail. */
export function parseAnswer<Answer>(answer: ZodType<Answer>, body: unknown, operation: string): Answer {
  try {
    const result = answer.safeParse(body);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw malformed(operation, issue?.path.map(String).join('.') || 'the whole answer', issue?.code);
  } catch (error) {
    // Somebody who means harm can nest parts so deep that the parser runs out of stack.
    if (error instanceof RangeError) throw malformed(operation, 'the whole answer', 'nested too deep');
    throw error;
  }
}

function malformed(operation: string, where: string, why = 'unknown'): SyncError {
  return new SyncError('malformedAnswer', operation, {
    message: `${operation}: malformed at ${where}: ${why}`,
  });
}
