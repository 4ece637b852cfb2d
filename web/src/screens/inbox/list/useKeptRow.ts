import { useMemo, useRef } from 'preact/hooks';
import type { Conversation } from '../../../model/conversation.ts';
import { keepRow } from './keepRow.ts';

/** The rows, and among them the kept one for as long as it is that: it is read by being open, and would vanish. */
export function useKeptRow(
  rows: readonly Conversation[] | undefined,
  keptId: string | undefined,
): readonly Conversation[] | undefined {
  const last = useRef<Conversation>();
  return useMemo(() => {
    if (rows === undefined || keptId === undefined) return rows;
    const inList = rows.find(({ conversationId }) => conversationId === keptId);
    if (inList) last.current = inList;
    const kept = last.current;
    return kept?.conversationId === keptId ? keepRow(rows, { ...kept, unreadCount: 0 }) : rows;
  }, [rows, keptId]);
}
