import type { AskedQuery, Order } from './askedQuery.ts';
import type { Indexes } from './indexes.ts';

const NAME = '__name__';

/**
 * Whether Firestore would answer the query, which without an index it refuses; the emulator answers all.
 * https://firebase.google.com/docs/firestore/query-data/index-overview. An index of several fields serves a query with
 * exactly those: first, in any order, what has to be equal or contained, then the sorting, in its order and
 * directions. Firestore can also join indexes; that is not counted on, except for equalities of single fields.
 */
export function isIndexed(query: AskedQuery, indexes: Indexes): boolean {
  const fixed = query.filters.filter(({ kind }) => kind !== 'range');
  const sorting = sortingOf(query);
  const hasArray = fixed.some(({ kind }) => kind === 'array');
  const isJoin = sorting.length === 0 && !hasArray;
  if (!isJoin && fixed.length + sorting.length > 1) return hasComposite(query, fixed, sorting, indexes);
  return (
    fixed.every(({ field, kind }) =>
      hasSingle(
        query,
        field,
        kind === 'array' ? { arrayConfig: 'CONTAINS' } : { order: 'ASCENDING' },
        indexes,
      ),
    ) && sorting.every(({ field, direction }) => hasSingle(query, field, { order: direction }, indexes))
  );
}

/**
 * By what index entries have to be sorted: ranges sort as well, equal fields do not, and documents' names come last by
 * themselves, in the direction of what is before them.
 */
function sortingOf({ filters, orders }: AskedQuery): readonly Order[] {
  const equal = new Set(filters.filter(({ kind }) => kind === 'equality').map(({ field }) => field));
  const named = new Set(orders.map(({ field }) => field));
  const ranges = new Set(filters.filter(({ kind }) => kind === 'range').map(({ field }) => field));
  const implied = [...ranges].filter((field) => !named.has(field));
  const direction = orders.at(-1)?.direction ?? 'ASCENDING';
  const sorting = [...orders, ...implied.map((field) => ({ field, direction }))].filter(
    ({ field }) => !equal.has(field),
  );
  const [last, before] = [sorting.at(-1), sorting.at(-2)];
  const comesByItself = last?.field === NAME && (before === undefined || before.direction === last.direction);
  return comesByItself ? sorting.slice(0, -1) : sorting;
}

function hasComposite(
  { collection, group }: AskedQuery,
  fixed: AskedQuery['filters'],
  sorting: readonly Order[],
  { indexes }: Indexes,
): boolean {
  const wanted = new Set(fixed.map(({ field, kind }) => `${field} ${kind === 'array'}`));
  return indexes.some(({ collectionGroup, queryScope, fields }) => {
    const first = fields.slice(0, wanted.size);
    const rest = fields.slice(wanted.size);
    return (
      collectionGroup === collection &&
      (queryScope === 'COLLECTION_GROUP') === group &&
      rest.length === sorting.length &&
      first.every(({ fieldPath, arrayConfig }) => wanted.has(`${fieldPath} ${arrayConfig !== undefined}`)) &&
      rest.every(
        ({ fieldPath, order }, at) => fieldPath === sorting[at]?.field && order === sorting[at]?.direction,
      )
    );
  });
}

/** Firestore indexes each field of a collection by itself, unless it is told otherwise of the field or of one around it. */
function hasSingle(
  { collection, group }: AskedQuery,
  field: string,
  wanted: { order?: Order['direction']; arrayConfig?: 'CONTAINS' },
  { fieldOverrides }: Indexes,
): boolean {
  if (field === NAME) return true;
  const told = fieldOverrides
    .filter(({ collectionGroup, fieldPath }) => {
      return collectionGroup === collection && `${field}.`.startsWith(`${fieldPath}.`);
    })
    .sort((a, b) => b.fieldPath.length - a.fieldPath.length)[0];
  if (told === undefined) return !group;
  return told.indexes.some(
    ({ queryScope, order, arrayConfig }) =>
      (queryScope === 'COLLECTION_GROUP') === group &&
      order === wanted.order &&
      arrayConfig === wanted.arrayConfig,
  );
}
