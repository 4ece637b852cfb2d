/** Firestore allows 30 disjunctions a query. https://firebase.google.com/docs/firestore/query-data/queries#limits_on_or_queries */
export const MAX_DISJUNCTIONS = 30;

export function chunks<T>(values: readonly T[], size: number = MAX_DISJUNCTIONS): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}
