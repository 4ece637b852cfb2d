import { useState } from 'preact/hooks';
import { useCall } from '../../../live/useCall.ts';
import { Button } from '../../../parts/Button.tsx';
import { TextField } from '../../../parts/Field.tsx';
import { toast } from '../../../parts/Toasts.tsx';

interface TokenFormProps {
  readonly link: { readonly locationId: string; readonly ghlLocationId?: string };
  readonly onLinked: () => void;
}

/** For those who have made a Private Integration Token at GoHighLevel. */
export function TokenForm({ link, onLinked }: TokenFormProps) {
  const { busy, failure, ask } = useCall('linkGhl');
  const [token, setToken] = useState('');
  const submit = async (event: Event) => {
    event.preventDefault();
    const answer = await ask({ ...link, token: token.trim() });
    if (answer?.outcome !== 'linked') return;
    toast(`Linked to ${answer.ghlLocationId}.`);
    onLinked();
  };
  return (
    <details>
      <summary>With a token instead</summary>
      <form class="ghl-settings__form" onSubmit={submit}>
        <TextField
          label="Private Integration Token"
          hint="Made in the location’s settings at GoHighLevel, with the permissions for contacts and conversations."
          error={failure?.message}
          type="password"
          value={token}
          onValue={setToken}
          attributes={{ autocomplete: 'off', spellcheck: false }}
        />
        <div>
          <Button type="submit" busy={busy} disabled={token.trim() === ''}>
            Link with this token
          </Button>
        </div>
      </form>
    </details>
  );
}
