/** What of the inbox is shown. It stands in the address, so that going back and reloading keep it. */
export interface InboxFilters {
  readonly unread: boolean;
  readonly locationId: string | null;
}

export const readFilters = (query: Readonly<Record<string, string | undefined>>): InboxFilters => ({
  unread: query['unread'] === '1',
  locationId: query['location'] || null,
});

/** Where the inbox shows that, and beside it a conversation where one is given. */
export function inboxAddress({ unread, locationId }: InboxFilters, conversationId?: string): string {
  const query = new URLSearchParams();
  if (unread) query.set('unread', '1');
  if (locationId !== null) query.set('location', locationId);
  const path = conversationId === undefined ? '/inbox' : `/inbox/${encodeURIComponent(conversationId)}`;
  return query.size === 0 ? path : `${path}?${query}`;
}
