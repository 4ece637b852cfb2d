import { createContext, type RefObject } from 'preact';
import { useContext } from 'preact/hooks';
import type { Message } from '../../../model/message.ts';

/** What each message of a conversation may need of what is around it. */
export interface ChatAround {
  readonly scroller: RefObject<HTMLElement>;
  /** Asked to answer this message. */
  readonly onReply: (message: Message) => void;
}

const Around = createContext<ChatAround | undefined>(undefined);
export const ChatAroundProvider = Around.Provider;

export function useChatAround(): ChatAround {
  const around = useContext(Around);
  if (!around) throw new Error('A message is shown outside of a chat.');
  return around;
}
