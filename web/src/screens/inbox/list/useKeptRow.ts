import { useMemo, useRef } from 'preact/hooks';
import type { Conversation } from '../../../model/conversation.ts';
import { keepRow } from './keepRow.ts';

/**
 * The rows, and among them the kept one for as long as it is that: it is read by being open, and would vanish. `listed`
 * stands for which rows these are: what was seen among others is not kept among them.
 */
export function useKeptRow(
  rows: readonly Conversation[] | undefined,
  keptId: string | undefined,
  listed: string,
): readonly Conversation[] | undefined {
  const last = useRef<{ readonly listed: string; readonly row: Conversation }>();
  return useMemo(() => {
    if (rows === undefined || keptId === undefined) return rows;
    const inList = rows.find(({ conversationId }) => conversationId === keptId);
    if (inList) last.current = { listed, row: inList };
    if (last.current?.listed !== listed) last.current = undefined;
    const kept = last.current?.row;
    return kept?.conversationId === keptId ? keepRow(rows, { ...kept, unreadCount: 0 }) : rows;
  }, [rows, keptId, listed]);
}
