import { useEffect } from 'preact/hooks';
import { signOut } from '../../firebase/session.ts';
import { Button } from '../../parts/Button.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { isAsked, isSending, stay } from './signingOut.ts';

/** Only as long as it is so: then it is told what became of the mail, and nothing stands in the way. */
export function SignOutDialog() {
  const isOver = !isSending();
  useEffect(() => {
    if (isOver) stay();
  }, [isOver]);
  // The next one who signs in is asked nothing.
  useEffect(() => stay, []);
  if (!isAsked.value || isOver) return null;
  return (
    <Dialog
      title="A mail is still being sent"
      onClose={stay}
      actions={
        <>
          <Button onClick={stay}>Stay</Button>
          <Button look="danger" onClick={signOut}>
            Sign out
          </Button>
        </>
      }
    >
      <p>
        If you sign out now, you are not told whether it was sent. Look into the conversation when you are
        back.
      </p>
    </Dialog>
  );
}
