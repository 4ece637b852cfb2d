import { CloudOff, Users } from 'lucide-preact';
import { useContacts } from '../../live/useContacts.ts';
import { Button } from '../../parts/Button.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { ContactRows, type RowsProps } from './ContactRows.tsx';

/** By name, page by page. */
export function AllContacts({ locationIds, ...rows }: RowsProps) {
  const { live, more } = useContacts(locationIds);
  if (live.state === 'loading')
    return <Skeleton label="Your contacts are being loaded" rows={8} look="row" />;
  if (live.state === 'failed')
    return (
      <Notice icon={CloudOff} title="Your contacts could not be loaded">
        <p>{live.message}</p>
      </Notice>
    );
  const { rows: contacts, hasMore } = live.value;
  if (contacts.length === 0 && !hasMore)
    return (
      <Notice icon={Users} title="No contacts yet">
        <p>Add the first one: their mail is then looked for in your mailbox, and appears in the inbox.</p>
      </Notice>
    );
  return (
    <>
      <ContactRows contacts={contacts} {...rows} />
      {hasMore && (
        <div class="contact-list__more">
          <Button look="quiet" onClick={more}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}
