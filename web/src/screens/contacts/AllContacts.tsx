import { CloudOff, Users } from 'lucide-preact';
import { useContacts } from '../../live/useContacts.ts';
import { Notice } from '../../parts/Notice.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { ContactRows, type RowsProps } from './ContactRows.tsx';

/** The next page is asked for when one is as close as this to the end of the last. */
const NEAR_THE_END = 30;

/** By name, page by page. */
export function AllContacts({ locationIds, ...rows }: RowsProps) {
  const { live, more, lookAt } = useContacts(locationIds);
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
  const onView = (first: number, last: number) => {
    if (hasMore && last > contacts.length - NEAR_THE_END) more();
    lookAt(Math.min(first, contacts.length - 1));
  };
  return (
    <ContactRows
      key={locationIds.join(' ')}
      label="Contacts by name"
      contacts={contacts}
      hasMore={hasMore}
      onView={onView}
      {...rows}
    />
  );
}
