import { useEffect, useRef, useState } from 'preact/hooks';
import type { Conversation } from '../../../model/conversation.ts';
import { useTitle } from '../../../parts/useTitle.ts';
import { counted } from '../../../words/counted.ts';

/**
 * How much of what is listed is unread, in the title of the page. The answer is for those who listen: it tells of new mail
 * on top, and not of what was merely loaded further down.
 */
export function useUnread(rows: readonly Conversation[] | undefined, listed: string): string {
  const unread = rows?.reduce((sum, { unreadCount }) => sum + unreadCount, 0) ?? 0;
  const top = rows?.[0];
  const seen = useRef({ listed: '', at: 0 });
  const [told, setTold] = useState('');
  useTitle(unread > 0 ? `(${unread}) Inbox` : 'Inbox');
  useEffect(() => {
    if (rows === undefined) return;
    const at = top?.lastMessage?.sentAt.getTime() ?? 0;
    const isNew = seen.current.listed === listed && at > seen.current.at;
    seen.current = { listed, at };
    if (isNew && top && top.unreadCount > 0) setTold(`New mail. ${counted(unread, 'mail')} unread.`);
  }, [rows, listed]);
  return told;
}
