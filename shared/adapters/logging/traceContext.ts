import type { LogContext } from '../../domain/log/logFields.ts';

/** 00-<trace>-<span>-<flags>, W3C; Cloud Run sets it on each request. */
const TRACEPARENT = /^[0-9a-f]{2}-(?<trace>[0-9a-f]{32})-(?<span>[0-9a-f]{16})-[0-9a-f]{2}/;
/** <trace>/<span in decimal>;o=1, Google's older header. */
const CLOUD_TRACE = /^(?<trace>[0-9a-f]{32})(?:\/(?<span>\d{1,20}))?/;

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const TOLD_BY = ['traceparent', 'x-cloud-trace-context', 'function-execution-id'] as const;

/** What `traceContext` reads of a request: whoever keeps it does not keep the request. */
export const traceHeaders = (headers: Headers): Headers =>
  Object.fromEntries(TOLD_BY.map((name) => [name, headers[name]]));

/**
 * The request that lines belong to, so that Cloud Logging shows them under it, and the execution that Cloud Run functions
 * give each call of a function. What a header does not tell is not there.
 */
export function traceContext(
  headers: Headers,
  projectId: string,
): Pick<LogContext, 'trace' | 'spanId' | 'executionId'> {
  const executionId = text(headers['function-execution-id']);
  return { ...traceOf(headers, projectId), ...(executionId !== '' && { executionId }) };
}

function traceOf(headers: Headers, projectId: string): Pick<LogContext, 'trace' | 'spanId'> {
  const { trace, span } = TRACEPARENT.exec(text(headers['traceparent']))?.groups ?? {};
  if (trace !== undefined && span !== undefined)
    return { trace: `projects/${projectId}/traces/${trace}`, spanId: span };
  const older = CLOUD_TRACE.exec(text(headers['x-cloud-trace-context']))?.groups ?? {};
  if (older['trace'] === undefined) return {};
  const spanId = BigInt(older['span'] ?? 0)
    .toString(16)
    .padStart(16, '0');
  return { trace: `projects/${projectId}/traces/${older['trace']}`, ...(older['span'] ? { spanId } : {}) };
}

const text = (header: string | readonly string[] | undefined): string =>
  typeof header === 'string' ? header : '';
