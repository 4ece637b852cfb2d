import { CloudOff, SearchX } from 'lucide-preact';
import { useContactSearch } from '../../live/search.ts';
import { Notice } from '../../parts/Notice.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { counted } from '../../words/counted.ts';
import { ContactRows, type RowsProps } from './ContactRows.tsx';

/** Those whose name or address begins with what is typed. */
export function FoundContacts({ typed, locationIds, ...rows }: RowsProps & { readonly typed: string }) {
  const live = useContactSearch(typed, locationIds);
  if (live.state === 'loading') return <Skeleton label="Searching" rows={4} look="row" />;
  if (live.state === 'failed')
    return (
      <Notice icon={CloudOff} title="Your contacts could not be searched">
        <p>{live.message}</p>
      </Notice>
    );
  const { found, isCut } = live.value;
  if (found.length === 0 && isCut)
    return (
      <Notice icon={SearchX} title="There may be more">
        <p>Type more of the name or address.</p>
      </Notice>
    );
  if (found.length === 0)
    return (
      <Notice icon={SearchX} title="Nobody found">
        <p>Search by the beginning of a name or of an address.</p>
      </Notice>
    );
  return (
    <>
      <p class="only-heard" role="status">
        {counted(found.length, 'contact')} found
      </p>
      {isCut && <p class="contact-list__more">There may be more. Type more of the name or address.</p>}
      <div class="contact-list__found">
        <ContactRows
          label="Contacts that were found"
          contacts={found.map(({ contact }) => contact)}
          hasMore={false}
          {...rows}
        />
      </div>
    </>
  );
}
