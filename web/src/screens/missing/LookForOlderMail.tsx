import { History } from 'lucide-preact';
import { useLocation } from 'preact-iso';
import { rememberSearch } from '../../live/begunSearches.ts';
import { useCall } from '../../live/useCall.ts';
import { type Contact, titleOf } from '../../model/contact.ts';
import { Button } from '../../parts/Button.tsx';
import { plain } from '../../words/plain.ts';

/** Begins the search that brings it; the contact's page shows how far it is. */
export function LookForOlderMail({ contact }: { readonly contact: Contact }) {
  const { contactId } = contact;
  const { route } = useLocation();
  const { busy, failure, ask } = useCall('fetchContactHistory');
  const look = async () => {
    const answer = await ask({ contactId });
    if (!answer) return;
    rememberSearch(contactId, answer.jobId);
    route(`/contacts/${encodeURIComponent(contactId)}`);
  };
  return (
    <>
      <Button look="primary" busy={busy} onClick={look}>
        <History size={16} aria-hidden="true" />
        <span>
          Look for older mail with <bdi>{plain(titleOf(contact))}</bdi>
        </span>
      </Button>
      {failure && <span role="alert">{failure.message}</span>}
    </>
  );
}
