import { useCall } from '../../../live/useCall.ts';
import { Banner } from '../../../parts/Banner.tsx';
import { Button } from '../../../parts/Button.tsx';
import { Dialog } from '../../../parts/Dialog.tsx';
import { toast } from '../../../parts/Toasts.tsx';

interface UnlinkDialogProps {
  readonly locationId: string;
  readonly onClose: () => void;
}

export function UnlinkDialog({ locationId, onClose }: UnlinkDialogProps) {
  const { busy, failure, ask } = useCall('unlinkGhl');
  const unlink = async () => {
    const answer = await ask({ locationId });
    if (!answer) return;
    toast(answer.advice ?? 'This location is not linked to GoHighLevel.');
    onClose();
  };
  return (
    <Dialog
      title="Unlink from GoHighLevel?"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" busy={busy} onClick={unlink}>
            Unlink
          </Button>
        </>
      }
    >
      <p>
        No mail of this location is logged there any more. What is logged stays there, and the inbox here
        stays as it is.
      </p>
      {failure && <Banner tone="bad">{failure.message}</Banner>}
    </Dialog>
  );
}
