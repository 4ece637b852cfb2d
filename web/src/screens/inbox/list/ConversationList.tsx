import { SquarePen } from 'lucide-preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { currentAgent } from '../../../firebase/session.ts';
import { useConversations } from '../../../live/conversations.ts';
import { known } from '../../../live/live.ts';
import { useLocations } from '../../../live/locations.ts';
import { useContactSearch } from '../../../live/search.ts';
import { Button } from '../../../parts/Button.tsx';
import { inboxAddress, readFilters } from '../../../words/inboxAddress.ts';
import { composeNew } from '../composer/composing.ts';
import { Conversations } from './Conversations.tsx';
import { Filters } from './Filters.tsx';
import { SearchField } from './SearchField.tsx';
import { SearchResults } from './SearchResults.tsx';
import { shownLocations } from './shownLocations.ts';
import { useFocusOnReturn } from './useFocusOnReturn.ts';
import { useSearchKey } from './useSearchKey.ts';
import { useUnread } from './useUnread.ts';
import './conversationList.css';

/** The left side of the inbox: all conversations, the latest on top, and what narrows them down. */
export function ConversationList({ selected }: { readonly selected: string | undefined }) {
  const { locationIds } = currentAgent();
  const filters = readFilters(useLocation().query);
  const shown = shownLocations(filters, locationIds);
  const conversations = useConversations({ locationIds: shown, unread: filters.unread });
  const listed = `${filters.unread} ${shown.join(' ')}`;
  const told = useUnread(known(conversations.live)?.rows, listed);
  const locations = known(useLocations()) ?? [];
  const [typed, setTyped] = useState('');
  const found = useContactSearch(typed, shown);
  const pane = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  useSearchKey(input);
  const focusRows = useFocusOnReturn(pane, selected);
  const names = useMemo(() => new Map(locations.map((each) => [each.locationId, each.name])), [locations]);
  const [only] = shown;
  const rows = {
    selected,
    hrefOf: (conversationId: string) => inboxAddress(filters, conversationId),
    locationNameOf: (locationId: string) => (shown.length > 1 ? names.get(locationId) : undefined),
  };
  return (
    <section class="conversation-list" aria-label="Conversations" ref={pane}>
      <header class="conversation-list__head">
        <div class="conversation-list__title">
          <h1>Inbox</h1>
          <Button look="primary" onClick={() => composeNew(shown.length === 1 ? { locationId: only } : {})}>
            <SquarePen aria-hidden="true" size={18} />
            New mail
          </Button>
        </div>
        <SearchField typed={typed} onTyped={setTyped} input={input} onLeave={focusRows} />
        <Filters
          filters={filters}
          selected={selected}
          locations={locations}
          shown={shown.length === 1 ? (only ?? null) : null}
          isOneAtATime={shownLocations({ locationId: null }, locationIds).length < locationIds.length}
        />
      </header>
      <p class="only-heard" role="status">
        {told}
      </p>
      {typed.trim() === '' ? (
        <Conversations {...rows} filters={filters} listed={listed} conversations={conversations} />
      ) : (
        <SearchResults {...rows} typed={typed} live={found} />
      )}
    </section>
  );
}
