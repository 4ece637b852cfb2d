/** As many values as Firestore takes for `in`. */
const MOST = 30;

/** In groups that one query can ask for. */
export const chunksOf = <Value>(values: readonly Value[]): readonly (readonly Value[])[] =>
  Array.from({ length: Math.ceil(values.length / MOST) }, (_, chunk) =>
    values.slice(chunk * MOST, (chunk + 1) * MOST),
  );
