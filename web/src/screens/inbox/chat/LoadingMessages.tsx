import { CloudOff } from 'lucide-preact';
import { Notice } from '../../../parts/Notice.tsx';
import { Skeleton } from '../../../parts/Skeleton.tsx';

export function LoadingMessages() {
  if (navigator.onLine) return <Skeleton label="Loading the conversation" rows={4} look="message" />;
  return (
    <Notice icon={CloudOff} title="You are offline">
      <p>The messages come once you are back.</p>
    </Notice>
  );
}
