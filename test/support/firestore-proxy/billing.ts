import { z } from 'zod';

/** What Firestore bills for: `units` operations of a kind, where it is known on which document. */
export interface Charge {
  readonly operation: 'read' | 'write' | 'delete';
  readonly units: number;
  /** Relative to the database, e.g. `mailboxes/abc`. */
  readonly path?: string;
}

/** How one RPC is billed. */
export interface BillingRule {
  /** Message types of the request and of each answer. */
  readonly request: string;
  readonly answer: string;
  /** What an answer costs; calls that fail give none, and so cost nothing. */
  readonly charges: (answer: unknown, request: unknown) => readonly Charge[];
  /** What a successful call costs in all, when that is more than the reads of its answers. */
  readonly totalReads?: (reads: number, request: unknown) => number;
  /** Whether the answer says that it is the last: the client is content then, and does not wait for the trailers. */
  readonly isLast?: (answer: unknown) => boolean;
}

const INDEX_ENTRIES_PER_READ = 1000;

const named = z.object({ name: z.string() });
const write = z.object({
  update: named.optional(),
  transform: z.object({ document: z.string() }).optional(),
  delete: z.string().optional(),
});
const writes = z.object({ writes: z.array(write).default([]) });

const schemas = {
  batchGet: z.object({ found: named.optional(), missing: z.string().optional() }),
  runQuery: z.object({ document: named.optional(), done: z.boolean().default(false) }),
  runQueryRequest: z.object({ structuredQuery: z.object({ offset: z.number().default(0) }).optional() }),
  list: z.object({ documents: z.array(named).default([]) }),
  batchWrite: z.object({ status: z.array(z.object({ code: z.number().default(0) })).default([]) }),
  aggregation: z.object({
    result: z
      .object({ aggregateFields: z.record(z.string(), z.object({ integerValue: z.string().optional() })) })
      .optional(),
  }),
  aggregationRequest: z.object({
    structuredAggregationQuery: z.object({
      aggregations: z.array(z.object({ alias: z.string(), count: z.object({}).optional() })),
    }),
  }),
};

/**
 * The rules of https://firebase.google.com/docs/firestore/pricing, "Reads, writes, and deletes": a read for each
 * document that is read or asked for and missing, at least one a query, one for each result skipped by an offset, one
 * for each 1000 index entries counted, one for each page of collection ids; a write or delete for each document written
 * or deleted. Transactions begin, roll back and fail for nothing, but what they read is billed each time that they
 * read it. Not counted: index entries read by queries with several range fields, and reads made by security rules.
 */
export const BILLING: Readonly<Record<string, BillingRule>> = {
  GetDocument: {
    request: 'GetDocumentRequest',
    answer: 'Document',
    charges: (answer) => [on('read', named.parse(answer).name)],
  },
  BatchGetDocuments: {
    request: 'BatchGetDocumentsRequest',
    answer: 'BatchGetDocumentsResponse',
    charges: (answer) => {
      const { found, missing } = schemas.batchGet.parse(answer);
      const name = found?.name ?? missing;
      // The first answer of a new transaction names the transaction alone.
      return name === undefined ? [] : [on('read', name)];
    },
  },
  RunQuery: {
    request: 'RunQueryRequest',
    answer: 'RunQueryResponse',
    charges: (answer) => {
      const { document } = schemas.runQuery.parse(answer);
      return document === undefined ? [] : [on('read', document.name)];
    },
    isLast: (answer) => schemas.runQuery.parse(answer).done,
    // The emulator does not tell how many results were really skipped: at most these.
    totalReads: (reads, request) => {
      const { structuredQuery } = schemas.runQueryRequest.parse(request);
      return atLeastOne(reads + (structuredQuery?.offset ?? 0));
    },
  },
  RunAggregationQuery: {
    request: 'RunAggregationQueryRequest',
    answer: 'RunAggregationQueryResponse',
    totalReads: atLeastOne,
    charges: (answer, request) => [
      { operation: 'read', units: Math.ceil(counted(answer, request) / INDEX_ENTRIES_PER_READ) },
    ],
  },
  ListDocuments: {
    request: 'ListDocumentsRequest',
    answer: 'ListDocumentsResponse',
    totalReads: atLeastOne,
    charges: (answer) => schemas.list.parse(answer).documents.map(({ name }) => on('read', name)),
  },
  ListCollectionIds: {
    request: 'ListCollectionIdsRequest',
    answer: 'ListCollectionIdsResponse',
    totalReads: atLeastOne,
    charges: () => [],
  },
  PartitionQuery: {
    request: 'PartitionQueryRequest',
    answer: 'PartitionQueryResponse',
    totalReads: atLeastOne,
    charges: () => [],
  },
  Commit: {
    request: 'CommitRequest',
    answer: 'CommitResponse',
    charges: (_, request) => writes.parse(request).writes.map(chargeOfWrite),
  },
  BatchWrite: {
    request: 'BatchWriteRequest',
    answer: 'BatchWriteResponse',
    charges: (answer, request) => {
      const { status } = schemas.batchWrite.parse(answer);
      return writes
        .parse(request)
        .writes.filter((_, index) => status[index]?.code === 0)
        .map(chargeOfWrite);
    },
  },
  BeginTransaction: {
    request: 'BeginTransactionRequest',
    answer: 'BeginTransactionResponse',
    charges: () => [],
  },
};

/** Answers with google.protobuf.Empty, and costs nothing either. */
export const FREE: ReadonlySet<string> = new Set(['Rollback']);

function atLeastOne(reads: number): number {
  return Math.max(1, reads);
}

function chargeOfWrite({ update, transform, delete: deleted }: z.infer<typeof write>): Charge {
  if (deleted !== undefined) return on('delete', deleted);
  const name = update?.name ?? transform?.document;
  if (name === undefined) throw new Error('A write that neither updates, transforms nor deletes');
  return on('write', name);
}

/** What a `count()` of the query found; sums and averages do not say how many entries they read. */
function counted(answer: unknown, request: unknown): number {
  const fields = schemas.aggregation.parse(answer).result?.aggregateFields ?? {};
  const { aggregations } = schemas.aggregationRequest.parse(request).structuredAggregationQuery;
  const counts = aggregations.filter(({ count }) => count !== undefined);
  return Math.max(0, ...counts.map(({ alias }) => Number(fields[alias]?.integerValue ?? 0)));
}

function on(operation: Charge['operation'], name: string): Charge {
  return { operation, units: 1, path: name.split('/documents/').slice(1).join('/documents/') };
}
