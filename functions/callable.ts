import { http, type Request } from '@google-cloud/functions-framework';
import { getApps, initializeApp } from 'firebase-admin/app';
import { HttpsError, type Request as HttpsRequest, onCall } from 'firebase-functions/https';
import type { z } from 'zod';
import { failureAdvice } from '../shared/domain/advice/failureAdvice.ts';
import { AgentId } from '../shared/domain/ids.ts';
import { SyncError } from '../shared/domain/syncError.ts';
import type { Agent } from '../shared/domain/tenancy.ts';
import { type App, app } from './app.ts';

/** What a callable is called with, once the caller is known and the input is right. */
export interface CallableRequest<Input> {
  readonly agent: Agent;
  readonly input: Input;
  /** `scheme://host` of the request, as the caller saw it. */
  readonly origin: string;
}

/**
 * Registers an HTTPS callable. Each call verifies the Firebase ID token, then the agent's own document, then the
 * input; failures are told in the callable protocol's codes, with the field that is wrong.
 */
export function callable<Schema extends z.ZodType, Output>(
  name: string,
  schema: Schema,
  handle: (deps: App, request: CallableRequest<z.output<Schema>>) => Promise<Output>,
): void {
  const call = onCall({ cors: true }, async (request) => {
    const deps = app();
    try {
      const agent = await readAgent(deps, request.auth?.uid);
      const input = readInput(schema, request.data);
      const { protocol, headers } = request.rawRequest;
      return await handle(deps, { agent, input, origin: `${protocol}://${headers.host}` });
    } catch (error) {
      throw refusal(deps, name, error);
    }
  });
  http(name, (request, response) => {
    initializeFirebase();
    return call(withRawBody(request), response);
  });
}

/** `onCall` verifies ID tokens through the default app, which has to know the project. */
function initializeFirebase(): void {
  if (getApps().length === 0) initializeApp({ projectId: app().config.GOOGLE_CLOUD_PROJECT });
}

/** The framework keeps the raw body where there is one; a preflight has none. */
function withRawBody(request: Request): HttpsRequest {
  return Object.assign(request, { rawBody: request.rawBody ?? Buffer.alloc(0) });
}

async function readAgent(deps: App, uid: string | undefined): Promise<Agent> {
  if (!uid)
    throw new HttpsError('unauthenticated', 'Sign in first: the call carries no valid Firebase ID token.');
  const agent = await deps.store.readAgent(AgentId(uid));
  if (!agent) throw new HttpsError('permission-denied', 'This account is not an agent of any location.');
  return agent;
}

function readInput<Schema extends z.ZodType>(schema: Schema, data: unknown): z.output<Schema> {
  const parsed = schema.safeParse(data ?? {});
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  const told = fields.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; ');
  throw new HttpsError('invalid-argument', told, { fields });
}

function refusal(deps: App, name: string, error: unknown): HttpsError {
  if (error instanceof HttpsError) {
    deps.log.event('callableRefused', { callable: name, code: error.code });
    return error;
  }
  deps.log.event('unexpectedFailure', { function: name, error });
  return error instanceof SyncError && error.retryable
    ? new HttpsError('unavailable', failureAdvice(error.code))
    : new HttpsError('internal', 'Something went wrong on our side. It has been logged.');
}
