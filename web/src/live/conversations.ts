import { useEffect, useRef, useState } from 'preact/hooks';
import type { Conversation } from '../model/conversation.ts';
import { type AskedConversations, openConversations, type Place } from './conversationPages.ts';
import { failed, type Live, LOADING, ready } from './live.ts';
import { type Listed, LivePages } from './paging/livePages.ts';

const PAGE_SIZE = 30;

/** Pages that are scrolled past meanwhile are not listened to. */
const REST_MS = 200;

/** One frame: what comes together is drawn together. */
const FRAME_MS = 16;

export interface ConversationsInView {
  readonly live: Live<Listed<Conversation>>;
  /** Loads the next page. */
  readonly more: () => void;
  /** Tells which row is looked at. */
  readonly lookAt: (row: number) => void;
  /** Begins anew, after a failure. */
  readonly retry: () => void;
}

/** The conversations of some locations, live, the latest on top, as far as they have been asked for. */
export function useConversations(asked: AskedConversations): ConversationsInView {
  const [attempt, setAttempt] = useState(0);
  const key = `${attempt} ${asked.unread} ${asked.locationIds.join(' ')}`;
  const [told, setTold] = useState<{ key: string; live: Live<Listed<Conversation>> }>({ key, live: LOADING });
  const pages = useRef<LivePages<Conversation, Place>>();
  const rest = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => {
    const tell = (live: Live<Listed<Conversation>>) => setTold({ key, live });
    if (asked.locationIds.length === 0) {
      tell(ready({ rows: [], hasMore: false }));
      return undefined;
    }
    const listed = new LivePages<Conversation, Place>({
      pageSize: PAGE_SIZE,
      idOf: ({ conversationId }) => conversationId,
      open: openConversations(asked, (error) => {
        listed.end();
        tell(failed(error));
      }),
      tell: (now) => tell(ready(now)),
      soon: (run) => setTimeout(run, FRAME_MS),
    });
    pages.current = listed;
    return () => listed.end();
  }, [key]);
  return {
    live: told.key === key ? told.live : LOADING,
    more: () => pages.current?.more(),
    lookAt: (row) => {
      clearTimeout(rest.current);
      rest.current = setTimeout(() => pages.current?.lookAt(row), REST_MS);
    },
    retry: () => setAttempt((before) => before + 1),
  };
}
