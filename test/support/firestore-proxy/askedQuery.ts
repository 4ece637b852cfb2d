import { z } from 'zod';

/** What of a query decides on the index that it needs. */
export interface AskedQuery {
  readonly collection: string;
  /** Whether it asks all collections of that name, wherever they are. */
  readonly group: boolean;
  readonly filters: readonly { readonly field: string; readonly kind: FilterKind }[];
  readonly orders: readonly Order[];
}

type FilterKind = 'equality' | 'array' | 'range';

export interface Order {
  readonly field: string;
  readonly direction: 'ASCENDING' | 'DESCENDING';
}

/** `in` is so many queries for equality. */
const KINDS: ReadonlyMap<string, FilterKind> = new Map([
  ...['EQUAL', 'IN', 'IS_NULL', 'IS_NAN'].map((op) => [op, 'equality'] as const),
  ...['ARRAY_CONTAINS', 'ARRAY_CONTAINS_ANY'].map((op) => [op, 'array'] as const),
  ...['LESS_THAN', 'LESS_THAN_OR_EQUAL', 'GREATER_THAN', 'GREATER_THAN_OR_EQUAL'].map(
    (op) => [op, 'range'] as const,
  ),
  ...['NOT_EQUAL', 'NOT_IN', 'IS_NOT_NULL', 'IS_NOT_NAN'].map((op) => [op, 'range'] as const),
]);

const field = z.object({ fieldPath: z.string() });
const single = z.object({ field, op: z.string() });
const condition = z.object({ fieldFilter: single.optional(), unaryFilter: single.optional() });
const filter = condition.extend({
  // Of one depth, as the clients send them; `or` is not known here, and is told so.
  compositeFilter: z.object({ op: z.literal('AND'), filters: z.array(condition.strict()) }).optional(),
});
const structuredQuery = z.object({
  from: z.tuple([z.object({ collectionId: z.string(), allDescendants: z.boolean().default(false) })]),
  where: filter.strict().optional(),
  orderBy: z
    .array(z.object({ field, direction: z.enum(['ASCENDING', 'DESCENDING']).default('ASCENDING') }))
    .default([]),
});

/** Of a decoded `StructuredQuery`. @throws for a query whose index cannot be told */
export function askedQuery(query: unknown): AskedQuery {
  const { from, where, orderBy } = structuredQuery.parse(query);
  const [{ collectionId, allDescendants }] = from;
  const conditions = where?.compositeFilter?.filters ?? (where ? [where] : []);
  return {
    collection: collectionId,
    group: allDescendants,
    filters: conditions.map(({ fieldFilter, unaryFilter }) => {
      const { field, op } = single.parse(fieldFilter ?? unaryFilter);
      const kind = KINDS.get(op);
      if (kind === undefined) throw new Error(`A query with the unknown operator ${op}`);
      return { field: field.fieldPath, kind };
    }),
    orders: orderBy.map(({ field, direction }) => ({ field: field.fieldPath, direction })),
  };
}
