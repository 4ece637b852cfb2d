import { z } from 'zod';
import type { FunctionName } from '../../../functions/registry.ts';

const Answer = z.union([
  z.object({ error: z.object({ status: z.string(), message: z.string() }) }),
  z.object({ result: z.unknown() }),
]);

/** Where functions are served, each below its name. */
export interface Served {
  readonly functions: { readonly url: string };
}

/** A callable's failure as its client sees it. */
class CallableError extends Error {
  readonly status: string;
  constructor(status: string, message: string) {
    super(message);
    this.status = status;
  }
}

/** Calls a callable as the Firebase SDK does: https://firebase.google.com/docs/functions/callable-reference */
export async function callFunction(
  stack: Served,
  name: FunctionName,
  data: unknown,
  idToken?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const response = await fetch(`${stack.functions.url}/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(idToken && { authorization: `Bearer ${idToken}` }),
      ...headers,
    },
    body: JSON.stringify({ data }),
  });
  const answer = Answer.parse(await response.json());
  if ('error' in answer) throw new CallableError(answer.error.status, answer.error.message);
  return answer.result;
}
