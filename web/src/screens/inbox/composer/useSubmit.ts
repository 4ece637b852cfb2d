import { useRef, useState } from 'preact/hooks';
import { filesCopied } from './drafts/addFiles.ts';
import type { EditedDraft } from './drafts/useDraft.ts';
import { htmlOf, isFormatted, textOf, trimmed } from './editor/prose.ts';
import { proseOf } from './editor/proseDom.ts';
import { type Content, mailOf, type Problem, problemOf, senderProblem, warningOf } from './mailOf.ts';
import { type Sender, senderOf } from './people/senders.ts';
import type { Place } from './sending/place.ts';
import { sendMail } from './sending/sendMail.ts';

export interface Submit {
  readonly problem: Problem | undefined;
  readonly forgetProblem: () => void;
  /** However often it is asked at once, it sends once. */
  readonly submit: () => Promise<void>;
}

interface Wishes {
  readonly senders: readonly Sender[];
  /** Takes what still stands in the fields; false where it cannot be taken. */
  readonly settleFields: () => boolean;
  readonly onProblem: (problem: Problem) => void;
}

/** Checks what is written, and sends it. */
export function useSubmit(
  place: Place,
  { current }: EditedDraft,
  { senders, settleFields, onProblem }: Wishes,
): Submit {
  const [problem, setProblem] = useState<Problem>();
  const isBusy = useRef(false);
  const isWarned = useRef(false);
  const submit = async () => {
    if (isBusy.current || current().attempt) return;
    isBusy.current = true;
    try {
      if (!settleFields()) return;
      await filesCopied(place);
      const draft = current();
      const sender = senderOf(senders, draft.sender);
      const content = contentOf(draft.html);
      const warning = isWarned.current ? undefined : warningOf(draft);
      const found = sender ? (problemOf(draft, content) ?? warning) : senderProblem(draft.sender, senders);
      isWarned.current = found !== undefined && found === warning;
      setProblem(found);
      if (found) onProblem(found);
      else if (sender) await sendMail(place, draft, mailOf(draft, content, sender));
    } finally {
      isBusy.current = false;
    }
  };
  return { problem, forgetProblem: () => setProblem(undefined), submit };
}

function contentOf(html: string): Content {
  const prose = trimmed(proseOf(html));
  return { text: textOf(prose), html: isFormatted(prose) ? htmlOf(prose) : undefined };
}
