import { History } from 'lucide-preact';
import { rememberSearch, searchBegunFor } from '../../live/begunSearches.ts';
import { useHistoryFetch } from '../../live/historyFetch.ts';
import { known } from '../../live/live.ts';
import { useCall } from '../../live/useCall.ts';
import type { Contact } from '../../model/contact.ts';
import { Banner } from '../../parts/Banner.tsx';
import { Button } from '../../parts/Button.tsx';
import { Progress } from '../../parts/Progress.tsx';
import { counted } from '../../words/counted.ts';
import { olderMailWords } from '../../words/historyWords.ts';
import './olderMail.css';

/** The search for older mail, which saving an address begins by itself: what it has brought so far. */
export function OlderMail({ contact: { contactId, emails } }: { readonly contact: Contact }) {
  const { busy, failure, ask } = useCall('fetchContactHistory');
  const fetch = known(useHistoryFetch(searchBegunFor(contactId)));
  const told = fetch && olderMailWords(fetch);
  const look = async () => {
    const answer = await ask({ contactId });
    if (answer) rememberSearch(contactId, answer.jobId);
  };
  if (emails.length === 0) return null;
  return (
    <section class="contact-page__part">
      <h3>Older mail</h3>
      <p role="status" class={told ? undefined : 'contact-page__place'}>
        {told?.words ??
          'Mail from before the contact was added. It is looked for when an address is added, and whenever you like.'}
      </p>
      {told?.isRunning && (
        <div class="older-mail__progress">
          <Progress
            label="Mail looked at"
            done={told.done}
            total={told.total}
            {...(told.total > 0 && { told: `${told.done} of ${counted(told.total, 'mail')}` })}
          />
        </div>
      )}
      {told?.problem && <Banner tone="warn">{told.problem}</Banner>}
      {failure && <Banner tone="bad">{failure.message}</Banner>}
      {!told?.isRunning && (
        <Button busy={busy} onClick={look}>
          <History size={16} aria-hidden="true" />
          Look for older mail
        </Button>
      )}
    </section>
  );
}
