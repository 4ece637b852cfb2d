import { CloudOff } from 'lucide-preact';
import { Button } from '../../parts/Button.tsx';
import { Notice } from '../../parts/Notice.tsx';

/** In the place of a screen whose script did not come: the browser is offline, or there is a newer version. */
export function Unloaded() {
  return (
    <Notice
      icon={CloudOff}
      title="This page could not be loaded"
      action={<Button onClick={() => location.reload()}>Reload</Button>}
    >
      <p>You may be offline, or there is a newer version of this page.</p>
    </Notice>
  );
}
