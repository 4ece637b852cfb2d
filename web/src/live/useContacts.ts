import type { QueryDocumentSnapshot } from 'firebase/firestore';
import { useRef } from 'preact/hooks';
import type { Contact } from '../model/contact.ts';
import { openContacts } from './contactPages.ts';
import { failed, type Live, ready } from './live.ts';
import { type Listed, LivePages } from './paging/livePages.ts';
import { useLive } from './useLive.ts';

const PAGE_SIZE = 50;

type Pages = LivePages<Contact, QueryDocumentSnapshot>;

interface ContactsInView {
  readonly live: Live<Listed<Contact>>;
  /** Loads the next page. */
  readonly more: () => void;
  /** Tells which row is looked at: what is around it is kept live. */
  readonly lookAt: (row: number) => void;
}

/** The contacts of some locations by name, live, as far as they have been asked for. */
export function useContacts(locationIds: readonly string[]): ContactsInView {
  const pages = useRef<Pages | null>(null);
  const live = useLive<Listed<Contact>>(`contacts ${locationIds.join(' ')}`, (tell) => {
    if (locationIds.length === 0) {
      tell(ready({ rows: [], hasMore: false }));
      return () => {};
    }
    const opened: Pages = new LivePages({
      pageSize: PAGE_SIZE,
      idOf: ({ contactId }) => contactId,
      open: openContacts(locationIds, (error) => {
        opened.end();
        tell(failed(error));
      }),
      tell: (listed) => tell(ready(listed)),
      soon: (run) => queueMicrotask(run),
    });
    pages.current = opened;
    return () => opened.end();
  });
  return {
    live,
    more: () => pages.current?.more(),
    lookAt: (row) => pages.current?.lookAt(row),
  };
}
