import { useRef } from 'preact/hooks';
import type Squire from 'squire-rte';
import { Button } from '../../../parts/Button.tsx';
import { DiscardButton } from './DiscardButton.tsx';
import { type Draft, isEmpty } from './drafts/draft.ts';
import { inKeys, SEND_KEYS } from './editor/marks.ts';
import { Toolbar } from './editor/Toolbar.tsx';

interface ComposeFootProps {
  readonly draft: Draft;
  readonly squire: Squire | undefined;
  /** Whether there is anybody to send it as. */
  readonly canSend: boolean;
  readonly onLink: () => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onDiscard: () => void;
}

export function ComposeFoot({ draft, squire, canSend, onLink, onFiles, onDiscard }: ComposeFootProps) {
  const picker = useRef<HTMLInputElement>(null);
  const isLocked = draft.attempt !== null;
  return (
    <div class="compose__foot">
      <Toolbar squire={squire} isLocked={isLocked} onLink={onLink} onAttach={() => picker.current?.click()} />
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same one may be chosen again.
          currentTarget.value = '';
        }}
      />
      <div class="compose__actions">
        <DiscardButton isWritten={!isEmpty(draft)} disabled={isLocked} onDiscard={onDiscard} />
        <Button
          type="submit"
          look="primary"
          busy={draft.attempt?.doubt === null}
          disabled={isLocked || !canSend}
          aria-keyshortcuts={SEND_KEYS}
          title={`Send (${inKeys(SEND_KEYS)})`}
        >
          Send
        </Button>
      </div>
    </div>
  );
}
