import { useState } from 'preact/hooks';
import { useCall } from '../../../live/useCall.ts';
import type { Mailbox } from '../../../model/mailbox.ts';
import { Banner } from '../../../parts/Banner.tsx';
import { Button } from '../../../parts/Button.tsx';
import { Choice } from '../../../parts/Choice.tsx';
import { Dialog } from '../../../parts/Dialog.tsx';
import { toast } from '../../../parts/Toasts.tsx';

interface DisconnectDialogProps {
  readonly mailbox: Pick<Mailbox, 'mailboxId' | 'emailAddress'>;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const CHOICES = [
  {
    value: 'keep',
    label: 'Keep the mail here',
    hint: 'Conversations stay as they are. If you connect it again, it goes on where it stopped.',
  },
  {
    value: 'delete',
    label: 'Delete the mail that only this mailbox brought',
    hint: 'Mail that a colleague’s mailbox has as well stays. Nothing is deleted in Gmail.',
  },
] as const;

/** Ends the sync of a mailbox. To delete takes a second step, because nothing brings back what is gone. */
export function DisconnectDialog({ mailbox, onClose, onDone }: DisconnectDialogProps) {
  const { mailboxId, emailAddress } = mailbox;
  const [choice, setChoice] = useState<'keep' | 'delete'>('keep');
  const [isSure, setSure] = useState(false);
  const { busy, failure, ask } = useCall('disconnectGmail');
  const deleteData = choice === 'delete';
  const disconnect = async () => {
    if (!(await ask({ mailboxId, deleteData }))) return;
    toast(
      deleteData
        ? `${emailAddress} is disconnected. Its mail is being deleted.`
        : `${emailAddress} is disconnected.`,
    );
    onClose();
    // Once the window is closed, which gives the focus back.
    setTimeout(onDone);
  };
  const problem = failure && <Banner tone="bad">{failure.message}</Banner>;
  if (isSure)
    return (
      <Dialog
        key="sure"
        title="Delete for good?"
        onClose={onClose}
        actions={
          <>
            <Button onClick={() => setSure(false)}>Back</Button>
            <Button look="danger" busy={busy} onClick={disconnect}>
              Disconnect and delete
            </Button>
          </>
        }
      >
        <p>
          All mail that only <strong>{emailAddress}</strong> brought disappears from the inbox, for your
          colleagues as well. This cannot be taken back. In Gmail everything stays.
        </p>
        {problem}
      </Dialog>
    );
  return (
    <Dialog
      key="choice"
      title={`Disconnect ${emailAddress}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" busy={busy} onClick={() => (deleteData ? setSure(true) : disconnect())}>
            {deleteData ? 'Go on…' : 'Disconnect'}
          </Button>
        </>
      }
    >
      <p>No new mail comes in from it, nothing can be sent from it here, and our access at Google ends.</p>
      <Choice
        name="What happens to the mail that is here"
        value={choice}
        choices={CHOICES}
        onChange={setChoice}
      />
      {problem}
    </Dialog>
  );
}
