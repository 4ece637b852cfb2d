/** Reads page by page what leaves nothing out: the first page that is not full is the last one. */
export async function* fullPages<Item>(
  limit: number,
  read: (page: { limit: number; after: Item | undefined }) => Promise<readonly Item[]>,
): AsyncGenerator<readonly Item[]> {
  let page = await read({ limit, after: undefined });
  while (page.length === limit) {
    yield page;
    page = await read({ limit, after: page.at(-1) });
  }
  if (page.length > 0) yield page;
}
