import { Lock, MailPlus, Reply, Zap } from 'lucide-preact';
import { useGmailConsent } from '../../../live/useConsent.ts';
import { Banner } from '../../../parts/Banner.tsx';
import { Button } from '../../../parts/Button.tsx';
import './firstMailbox.css';

const PROMISES = [
  { icon: Zap, words: 'Mail with your contacts appears here within seconds, your newest first.' },
  { icon: Reply, words: 'You read and answer it here; in Gmail it is read and sent as well.' },
  { icon: Lock, words: 'Mail with anybody else is not stored. You can disconnect at any time.' },
];

/** Before anything is connected. */
export function FirstMailbox() {
  const { busy, problem, go } = useGmailConsent({ path: '/settings' });
  return (
    <section class="first-mailbox" aria-labelledby="first-mailbox-title">
      <MailPlus aria-hidden="true" class="first-mailbox__icon" />
      <h2 id="first-mailbox-title">Connect your Gmail</h2>
      <ul class="first-mailbox__promises">
        {PROMISES.map(({ icon: Icon, words }) => (
          <li key={words}>
            <Icon aria-hidden="true" />
            {words}
          </li>
        ))}
      </ul>
      <Button look="primary" busy={busy} onClick={go}>
        Connect Gmail
      </Button>
      <p class="first-mailbox__hint">
        Where colleagues have connected theirs, their mail with your contacts is in the inbox already. Google
        asks what we may do. Tick every box there, or mail can be neither shown nor sent.
      </p>
      {problem && <Banner tone="bad">{problem}</Banner>}
    </section>
  );
}
