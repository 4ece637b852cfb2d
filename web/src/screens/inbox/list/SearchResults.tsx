import { CloudOff, SearchX } from 'lucide-preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { FoundContact, FoundContacts } from '../../../live/findContacts.ts';
import { known, type Live, LOADING } from '../../../live/live.ts';
import { Notice } from '../../../parts/Notice.tsx';
import { RowList } from '../../../parts/RowList.tsx';
import { Skeleton } from '../../../parts/Skeleton.tsx';
import { plain } from '../../../words/plain.ts';
import { FoundRow } from './FoundRow.tsx';
import { foundInWords } from './foundInWords.ts';
import { ROW_REM } from './rowHeight.ts';

interface RowProps {
  readonly selected: string | undefined;
  readonly hrefOf: (conversationId: string) => string;
  readonly locationNameOf: (locationId: string) => string | undefined;
}

interface SearchResultsProps extends RowProps {
  readonly typed: string;
  readonly live: Live<FoundContacts>;
}

interface FoundListProps extends RowProps {
  readonly found: readonly FoundContact[];
}

/** The contacts that were found, in the place of the conversations. */
export function SearchResults({ typed, live: latest, ...rows }: SearchResultsProps) {
  // Rows that were found stay until the next answer: to come and go at each letter makes them hard to look at.
  const before = useRef<Live<FoundContacts>>(LOADING);
  if (latest.state !== 'loading') before.current = latest;
  const isKept = latest.state === 'loading' && known(before.current)?.found.length !== 0;
  const live = isKept ? before.current : latest;
  return (
    <>
      <p class="conversation-list__told" role="status">
        {foundInWords(live)}
      </p>
      <div class="conversation-list__rows" aria-busy={live !== latest}>
        {body()}
      </div>
    </>
  );

  function body() {
    if (live.state === 'loading') return <Skeleton label="Searching" rows={5} look="row" />;
    if (live.state === 'failed')
      return (
        <Notice icon={CloudOff} title="The search failed">
          <p>{live.message}</p>
        </Notice>
      );
    const { found, isCut } = live.value;
    if (found.length > 0) return <FoundList {...rows} found={found} />;
    return isCut ? <TooManyToLookAt typed={typed} /> : <NothingFound typed={typed} />;
  }
}

function FoundList({ found, selected, hrefOf, locationNameOf }: FoundListProps) {
  const [now] = useState(() => new Date());
  const ids = useMemo(() => found.map(({ contact }) => contact.contactId), [found]);
  return (
    <RowList
      label="Contacts that were found"
      ids={ids}
      rowRem={ROW_REM}
      hasMore={false}
      render={(index, tabIndex) => {
        const each = found[index];
        if (!each) return null;
        const { conversation, contact } = each;
        return (
          <FoundRow
            found={each}
            href={conversation ? hrefOf(conversation.conversationId) : `/contacts/${contact.contactId}`}
            tabIndex={tabIndex}
            isCurrent={conversation !== null && conversation.conversationId === selected}
            now={now}
            locationName={locationNameOf(contact.locationId)}
          />
        );
      }}
    />
  );
}

/** Of those that one of the words fits, only some were looked at, and the other words fit none of these. */
function TooManyToLookAt({ typed }: { readonly typed: string }) {
  return (
    <Notice icon={SearchX} title="There may be more">
      <p>
        Too many names and addresses begin like <bdi>“{plain(typed.trim())}”</bdi>. Type more of the name or
        address.
      </p>
    </Notice>
  );
}

function NothingFound({ typed }: { readonly typed: string }) {
  return (
    <Notice
      icon={SearchX}
      title="No contact found"
      action={
        <a class="conversation-list__action" href="/contacts">
          Go to your contacts
        </a>
      }
    >
      <p>
        Nobody's name or address has a word that begins like <bdi>“{plain(typed.trim())}”</bdi>. Try less of
        it, or add them as a contact.
      </p>
    </Notice>
  );
}
