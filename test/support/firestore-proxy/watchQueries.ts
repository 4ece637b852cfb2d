import { z } from 'zod';
import { type AskedQuery, askedQuery } from './askedQuery.ts';
import { decodeMessage } from './decodeMessage.ts';
import { grpcMessages } from './grpcMessages.ts';
import type { CallObserver } from './meter.ts';

const Asked = z.object({ structuredQuery: z.unknown().optional() });

/** Where each request has its query. */
const REQUESTS: Readonly<Record<string, (request: unknown) => unknown>> = {
  RunQuery: (request) => Asked.parse(request).structuredQuery,
  RunAggregationQuery: (request) =>
    z.object({ structuredAggregationQuery: Asked }).parse(request).structuredAggregationQuery.structuredQuery,
  Listen: (request) =>
    z.object({ addTarget: z.object({ query: Asked.optional() }).optional() }).parse(request).addTarget?.query
      ?.structuredQuery,
};

/** The observer of a call, which tells of the queries that it asks as well, or why one was not understood. */
export function watchQueries(
  rpc: string,
  observer: CallObserver,
  onQuery: (query: AskedQuery | Error) => void,
): CallObserver {
  const queryOf = REQUESTS[rpc];
  if (queryOf === undefined) return observer;
  const watch = grpcMessages((message) => {
    const query = queryOf(decodeMessage(`${rpc}Request`, message));
    if (query) onQuery(askedQuery(query));
  });
  return {
    ...observer,
    request: (chunk) => {
      try {
        watch(chunk);
      } catch (error) {
        onQuery(new Error(`A ${rpc} was not understood`, { cause: error }));
      }
      observer.request(chunk);
    },
  };
}
