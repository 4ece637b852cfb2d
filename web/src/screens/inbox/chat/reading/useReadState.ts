import { useCallback, useRef, useState } from 'preact/hooks';
import { CallFailure, call } from '../../../../firebase/call.ts';
import { toast } from '../../../../parts/Toasts.tsx';
import { inTurn } from './inTurn.ts';
import { askedFor, held, ON_OPENING, wantsRead } from './readPolicy.ts';

interface ReadState {
  /** These were in sight for a moment. */
  readonly seen: (messageIds: readonly string[]) => void;
  readonly markUnread: () => void;
  /** What did not work, for a small note. */
  readonly note: string | undefined;
}

/** What is seen is read, here and in Gmail, once for each mail; unless it was marked as unread by hand. */
export function useReadState(conversationId: string): ReadState {
  const policy = useRef(ON_OPENING);
  // In turn: what is marked as unread by hand stays so, even if it is being marked as read just then.
  const [soon] = useState(inTurn);
  const [note, setNote] = useState<string>();
  const seen = useCallback(
    (messageIds: readonly string[]) => {
      if (!navigator.onLine || !wantsRead(policy.current, messageIds)) return;
      policy.current = askedFor(policy.current, messageIds);
      void soon(() => mark(conversationId, true)).then((failure) =>
        setNote(failure && `It could not be marked as read. ${failure}`),
      );
    },
    [conversationId, soon],
  );
  const markUnread = useCallback(() => {
    policy.current = held(policy.current, true);
    void soon(() => mark(conversationId, false)).then((failure) => {
      if (failure === undefined) {
        toast('Marked as unread. It stays so until you open it again.');
        return;
      }
      policy.current = held(policy.current, false);
      setNote(`It could not be marked as unread. ${failure}`);
    });
  }, [conversationId, soon]);
  return { seen, markUnread, note };
}

/** Why it did not work, or undefined. */
async function mark(conversationId: string, read: boolean): Promise<string | undefined> {
  try {
    const { changed, advice } = await call('markConversationRead', { conversationId, read });
    return changed === 0 ? advice : undefined;
  } catch (error) {
    if (error instanceof CallFailure) return error.message;
    throw error;
  }
}
