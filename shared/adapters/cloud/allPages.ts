/** More than that nobody has; a service that never ends its list does not hold us. */
const MAX_PAGES = 20;

/** Every page of a list; none where there is nothing to list. */
export async function allPages<Page extends { nextPageToken?: string | undefined }>(
  read: (from: { pageToken?: string }) => Promise<Page | undefined>,
): Promise<readonly Page[]> {
  const pages: Page[] = [];
  let pageToken: string | undefined;
  while (pages.length < MAX_PAGES) {
    const page = await read(pageToken ? { pageToken } : {});
    if (!page) break;
    pages.push(page);
    pageToken = page.nextPageToken;
    if (!pageToken) break;
  }
  return pages;
}
