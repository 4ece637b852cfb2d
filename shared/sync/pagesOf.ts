import type { Mailbox } from '../domain/mailbox.ts';

/** Reads mailboxes, or others, page by page. A page that is not full need not be the last: what cannot be read is left out. */
export async function* pagesOf<Item = Mailbox>(
  read: (after: { after?: Item }) => Promise<readonly Item[]>,
): AsyncGenerator<readonly Item[]> {
  let page = await read({});
  for (let last = page.at(-1); last; last = page.at(-1)) {
    yield page;
    page = await read({ after: last });
  }
}
