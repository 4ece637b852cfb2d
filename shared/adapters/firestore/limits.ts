/** Firestore allows 30 disjunctions a query. https://firebase.google.com/docs/firestore/query-data/queries#limits_on_or_queries */
export const MAX_DISJUNCTIONS = 30;
