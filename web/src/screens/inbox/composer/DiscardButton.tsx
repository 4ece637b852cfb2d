import { Trash2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Button, IconButton } from '../../../parts/Button.tsx';
import { Dialog } from '../../../parts/Dialog.tsx';

interface DiscardButtonProps {
  /** Whether there is anything that would be missed. */
  readonly isWritten: boolean;
  readonly disabled: boolean;
  readonly onDiscard: () => void;
}

/** Asks first, where something would be lost. */
export function DiscardButton({ isWritten, disabled, onDiscard }: DiscardButtonProps) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <IconButton
        label="Discard draft"
        disabled={disabled}
        onClick={() => (isWritten ? setAsking(true) : onDiscard())}
      >
        <Trash2 aria-hidden="true" />
      </IconButton>
      {isAsking && (
        <Dialog
          title="Discard this draft?"
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>Keep it</Button>
              <Button
                look="danger"
                onClick={() => {
                  setAsking(false);
                  onDiscard();
                }}
              >
                Discard
              </Button>
            </>
          }
        >
          <p>What you have written here, and the files with it, will be gone.</p>
        </Dialog>
      )}
    </>
  );
}
