import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Message } from '../../../model/message.ts';
import { plain } from '../../../words/plain.ts';
import { bySentAt } from './grouping.ts';
import { personOf } from './people.ts';

interface NewMail {
  /** What came below what is in sight. */
  readonly unseen: number;
  /** For those who listen. */
  readonly announced: string;
}

/** Mail that comes while the conversation is open: whoever is at the foot sees it, everybody else is told. */
export function useNewMail(
  messages: readonly Message[],
  { isAtFoot, toFoot }: { readonly isAtFoot: boolean; readonly toFoot: () => void },
): NewMail {
  const newest = useRef(messages.at(-1));
  const [unseen, setUnseen] = useState(0);
  const [announced, setAnnounced] = useState('');
  useLayoutEffect(() => {
    const before = newest.current;
    newest.current = messages.at(-1);
    const came = before ? messages.filter((message) => bySentAt(message, before) > 0) : [];
    const last = came.at(-1);
    if (!last) return;
    if (last.direction === 'inbound') setAnnounced(inWords(last));
    if (isAtFoot || (last.direction === 'outbound' && isAnswering())) toFoot();
    else setUnseen((count) => count + came.length);
  }, [messages]);
  useEffect(() => {
    if (isAtFoot) setUnseen(0);
  }, [isAtFoot]);
  return { unseen, announced };
}

/** Whoever writes below wants to see what became of it. */
const isAnswering = (): boolean => Boolean(document.activeElement?.closest('.chat__foot'));

function inWords({ headers }: Message): string {
  const { name, address } = personOf(headers.from[0] ?? { name: '', address: '' });
  return `New message from ${name || address}: ${plain(headers.subject) || 'no subject'}`;
}
