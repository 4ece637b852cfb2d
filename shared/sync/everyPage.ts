import type { Page } from '../ports/stores/page.ts';

/** Reads a listing page by page, to its end. */
export async function* everyPage<Item, Place = string>(
  read: (from: { after?: Place }) => Promise<Page<Item, Place>>,
): AsyncGenerator<readonly Item[]> {
  let page = await read({});
  yield page.items;
  while (page.next !== null) {
    page = await read({ after: page.next });
    yield page.items;
  }
}
