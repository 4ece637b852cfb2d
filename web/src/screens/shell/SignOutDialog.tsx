import { handingOver } from '../../live/handingOver.ts';
import { Button } from '../../parts/Button.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { isAsked, leave, stay } from './signingOut.ts';

export function SignOutDialog() {
  if (!isAsked.value) return null;
  const isOnItsWay = handingOver.value > 0;
  return (
    <Dialog
      title={isOnItsWay ? 'A mail is still being sent' : 'Your mail is no longer on its way'}
      onClose={stay}
      actions={
        <>
          <Button onClick={stay}>Stay</Button>
          <Button look={isOnItsWay ? 'danger' : 'primary'} onClick={leave}>
            Sign out
          </Button>
        </>
      }
    >
      {isOnItsWay ? (
        <p>If you sign out now, you do not see whether it was sent until you sign in here again.</p>
      ) : (
        <p>You can sign out now.</p>
      )}
    </Dialog>
  );
}
