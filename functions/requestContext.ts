import { AsyncLocalStorage } from 'node:async_hooks';
import { traceContext, traceHeaders } from '../shared/adapters/logging/traceContext.ts';
import type { LogContext } from '../shared/domain/log/logFields.ts';
import { onRequest } from './onRequest.ts';

/** Clients that a request has opened keep its entry for as long as they live: it must be small. */
const requests = new AsyncLocalStorage<ReturnType<typeof traceHeaders>>();

/** At the server itself: whatever answers a request, and whatever that awaits, is within. */
onRequest((request) => requests.enterWith(traceHeaders(request.headers)));

/** The trace and the execution of the request that is being answered; nothing outside of one. */
export function requestContext(projectId: string): LogContext {
  const headers = requests.getStore();
  return headers ? traceContext(headers, projectId) : {};
}
