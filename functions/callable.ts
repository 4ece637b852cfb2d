import { http, type Request } from '@google-cloud/functions-framework';
import { getApps, initializeApp } from 'firebase-admin/app';
import {
  type CallableRequest as CallRequest,
  HttpsError,
  type Request as HttpsRequest,
  onCall,
} from 'firebase-functions/https';
import type { z } from 'zod';
import { failureAdvice } from '../shared/domain/advice/failureAdvice.ts';
import {
  CALLABLES,
  type CallableName,
  type CallableOutput,
  type CheckedInput,
} from '../shared/domain/callables/callables.ts';
import { AgentId } from '../shared/domain/ids.ts';
import { payloadProblem } from '../shared/domain/payloadLimit.ts';
import { isLimited } from '../shared/domain/rateLimit.ts';
import { SyncError } from '../shared/domain/syncError.ts';
import type { Agent } from '../shared/domain/tenancy.ts';
import { admitCall } from '../shared/sync/agents/admitCall.ts';
import { type App, app } from './app.ts';

/** `CALLABLES`, as a name that is not known yet can be looked up in it. */
const CONTRACTS: { readonly [Name in CallableName]: { readonly input: z.ZodType<CheckedInput<Name>> } } =
  CALLABLES;

/** What a callable is called with, once the caller is known and the input is right. */
export interface CallableRequest<Input> {
  readonly agent: Agent;
  readonly input: Input;
  /** `scheme://host` of the request, as the caller saw it. */
  readonly origin: string;
}

/** Of a wrong input, so that the answer is no longer than a person reads. */
const MOST_TOLD = 10;

/** What is wrong with a call as a whole, told to its caller once it is known who calls. */
const PROBLEMS = new WeakMap<object, string>();

/**
 * Registers an HTTPS callable. Each call verifies the Firebase ID token, then the call's size and shape, then the
 * agent's own document, then the input, then how often the agent has called; failures are told in the callable
 * protocol's codes, with the field that is wrong.
 */
export function callable<Name extends CallableName>(
  name: Name,
  handle: (deps: App, request: CallableRequest<CheckedInput<Name>>) => Promise<CallableOutput<Name>>,
): void {
  const answer = async (request: CallRequest<unknown>): Promise<CallableOutput<Name>> => {
    const deps = app();
    try {
      const uid = readUid(request.auth?.uid);
      refuseProblem(request.rawRequest);
      const agent = await readAgent(deps, uid);
      const input = readInput(name, request.data);
      await takeToken(deps, name, uid);
      const { protocol, headers } = request.rawRequest;
      return await handle(deps, { agent, input, origin: `${protocol}://${headers.host}` });
    } catch (error) {
      throw refusal(deps, { name, uid: request.auth?.uid }, error);
    }
  };
  let call: ReturnType<typeof onCall> | undefined;
  http(name, (request, response) => {
    initializeFirebase();
    // Not before it is called: the configuration is read when the first function needs it.
    call ??= onCall({ cors: true, enforceAppCheck: app().config.ENFORCE_APP_CHECK }, answer);
    return call(withoutProblem(name, withRawBody(request)), response);
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

/** `onCall` goes through the whole body before it calls us: one that is wrong is kept from it. */
function withoutProblem(name: CallableName, request: HttpsRequest): HttpsRequest {
  const problem = payloadProblem(name, request.rawBody.length, request.body);
  if (problem === undefined) return request;
  PROBLEMS.set(request, problem);
  return Object.assign(request, { body: { data: null } });
}

function refuseProblem(request: HttpsRequest): void {
  const problem = PROBLEMS.get(request);
  if (problem !== undefined) throw new HttpsError('invalid-argument', problem);
}

function readUid(uid: string | undefined): AgentId {
  if (uid) return AgentId(uid);
  throw new HttpsError('unauthenticated', 'Sign in first: the call carries no valid Firebase ID token.');
}

async function readAgent(deps: App, uid: AgentId): Promise<Agent> {
  const agent = await deps.store.readAgent(uid);
  if (!agent) throw new HttpsError('permission-denied', 'This account is not an agent of any location.');
  return agent;
}

async function takeToken(deps: App, name: CallableName, uid: AgentId): Promise<void> {
  if (!isLimited(name)) return;
  const admission = await admitCall(deps, { uid, callable: name });
  if (admission.outcome === 'allowed') return;
  const retryAfterSeconds = Math.ceil(admission.retryAfterMs / 1_000);
  const told = `${name} was called too often: try again in ${retryAfterSeconds} s.`;
  throw new HttpsError('resource-exhausted', told, { retryAfterSeconds });
}

function readInput<Name extends CallableName>(name: Name, data: unknown): CheckedInput<Name> {
  const parsed = CONTRACTS[name].input.safeParse(data ?? {});
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, MOST_TOLD);
  const fields = issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  const told = fields.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; ');
  throw new HttpsError('invalid-argument', told, { fields });
}

function refusal(
  deps: App,
  { name, uid }: { name: CallableName; uid: string | undefined },
  error: unknown,
): HttpsError {
  if (error instanceof HttpsError) {
    deps.log.event('callableRefused', { callable: name, agentId: uid, code: error.code });
    return error;
  }
  deps.log.event('unexpectedFailure', { function: name, error });
  return error instanceof SyncError && error.retryable
    ? new HttpsError('unavailable', failureAdvice(error.code))
    : new HttpsError('internal', 'Something went wrong on our side. It has been logged.');
}
