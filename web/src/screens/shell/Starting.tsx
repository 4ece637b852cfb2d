import { CloudOff, Hourglass } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { useOnline } from '../../live/useOnline.ts';
import { Button } from '../../parts/Button.tsx';
import { Notice } from '../../parts/Notice.tsx';

/** It is usually over sooner, and words that only flash up would be noise. */
const SOON_MS = 5_000;

/** Until it is known who looks. */
export function Starting() {
  const isOnline = useOnline();
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SOON_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-label="Starting">
      {isLate && isOnline && (
        <Notice
          icon={Hourglass}
          title="Still connecting…"
          action={<Button onClick={() => location.reload()}>Reload</Button>}
        >
          <p>The server has not answered yet. This page goes on by itself once it does.</p>
        </Notice>
      )}
      {isLate && !isOnline && (
        <Notice icon={CloudOff} title="You are offline">
          <p>The inbox starts by itself once you are back.</p>
        </Notice>
      )}
    </div>
  );
}
