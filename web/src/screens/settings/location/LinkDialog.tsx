import { useState } from 'preact/hooks';
import { returnTo } from '../../../live/returnTo.ts';
import { useCall } from '../../../live/useCall.ts';
import { Banner } from '../../../parts/Banner.tsx';
import { Button } from '../../../parts/Button.tsx';
import { Dialog } from '../../../parts/Dialog.tsx';
import { TextField } from '../../../parts/Field.tsx';
import { TokenForm } from './TokenForm.tsx';

interface LinkDialogProps {
  readonly locationId: string;
  /** Where it is linked again, it stays with the location of GoHighLevel's that it has. */
  readonly isLinked: boolean;
  readonly onClose: () => void;
}

interface Page {
  readonly url: string;
  readonly advice: string;
}

/** Links a location by GoHighLevel's own page, or by a token that was made there. */
export function LinkDialog({ locationId, isLinked, onClose }: LinkDialogProps) {
  const { busy, failure, ask } = useCall('linkGhl');
  const [page, setPage] = useState<Page>();
  const [typed, setTyped] = useState('');
  const ghlLocationId = typed.trim();
  const link = { locationId, ...(ghlLocationId && { ghlLocationId }) };
  const begin = async () => {
    const answer = await ask({ ...link, ...returnTo(location.pathname) });
    if (answer?.outcome === 'started') setPage(answer);
  };
  const actions = page ? (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button look="primary" onClick={() => location.assign(page.url)}>
        Go to GoHighLevel
      </Button>
    </>
  ) : (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button look="primary" busy={busy} onClick={begin}>
        Link by GoHighLevel’s page
      </Button>
    </>
  );
  return (
    <Dialog title="Link to GoHighLevel" onClose={onClose} actions={actions}>
      <p role="status">
        {page ? page.advice : 'You sign in at GoHighLevel, choose the location there, and come back here.'}
      </p>
      {!page && !isLinked && (
        <TextField
          label="Id of the location at GoHighLevel"
          hint="Only where it is another one than here."
          value={typed}
          onValue={setTyped}
          attributes={{ autocomplete: 'off', spellcheck: false, placeholder: locationId }}
        />
      )}
      {failure && <Banner tone="bad">{failure.message}</Banner>}
      {!page && <TokenForm link={link} onLinked={onClose} />}
    </Dialog>
  );
}
