import { CloudOff } from 'lucide-preact';
import { useEffect, useMemo } from 'preact/hooks';
import { releaseContacts, wantContacts } from '../../../live/contactNames.ts';
import type { ConversationsInView } from '../../../live/conversations.ts';
import { known } from '../../../live/live.ts';
import { useNow } from '../../../live/useNow.ts';
import { Button } from '../../../parts/Button.tsx';
import { Notice } from '../../../parts/Notice.tsx';
import { RowList } from '../../../parts/RowList.tsx';
import { Skeleton } from '../../../parts/Skeleton.tsx';
import type { InboxFilters } from '../../../words/inboxAddress.ts';
import { ConversationRow } from './ConversationRow.tsx';
import { EmptyList } from './EmptyList.tsx';
import { ROW_REM } from './rowHeight.ts';
import { useKeptRow } from './useKeptRow.ts';

interface ConversationsProps {
  readonly conversations: ConversationsInView;
  readonly filters: InboxFilters;
  /** Stands for which conversations these are. */
  readonly listed: string;
  readonly selected: string | undefined;
  readonly hrefOf: (conversationId: string) => string;
  readonly locationNameOf: (locationId: string) => string | undefined;
}

/** Rows above and below what is seen whose names are asked for. */
const AHEAD = 8;

/** The next page is asked for when one is as close as this to the end of the last. */
const NEAR_THE_END = 18;

export function Conversations(props: ConversationsProps) {
  const { conversations, filters, listed, selected, hrefOf, locationNameOf } = props;
  const { live, more, lookAt, retry } = conversations;
  const { rows: inList, hasMore = false } = known(live) ?? {};
  const rows = useKeptRow(inList, filters.unread ? selected : undefined, listed);
  const now = useNow();
  useEffect(() => releaseContacts, []);
  const ids = useMemo(() => rows?.map(({ conversationId }) => conversationId) ?? [], [rows]);
  const onView = (first: number, last: number) => {
    if (!rows) return;
    wantContacts(rows.slice(Math.max(0, first - AHEAD), last + AHEAD).map(({ contactId }) => contactId));
    if (hasMore && last > rows.length - NEAR_THE_END) more();
    lookAt(Math.min(first, rows.length - 1));
  };
  return <div class="conversation-list__rows">{body()}</div>;

  function body() {
    if (live.state === 'failed')
      return (
        <Notice
          icon={CloudOff}
          title="The conversations could not be loaded"
          action={<Button onClick={retry}>Try again</Button>}
        >
          <p>{live.message}</p>
        </Notice>
      );
    if (!rows) return <Skeleton label="Loading the conversations" rows={12} look="row" />;
    if (rows.length === 0) return <EmptyList filters={filters} />;
    return (
      <RowList
        key={listed}
        label="Conversations"
        ids={ids}
        rowRem={ROW_REM}
        hasMore={hasMore}
        current={selected}
        onView={onView}
        render={(index, tabIndex) => {
          const conversation = rows[index];
          if (!conversation) return null;
          const { conversationId, locationId } = conversation;
          return (
            <ConversationRow
              conversation={conversation}
              href={hrefOf(conversationId)}
              tabIndex={tabIndex}
              isCurrent={conversationId === selected}
              now={now}
              locationName={locationNameOf(locationId)}
            />
          );
        }}
      />
    );
  }
}
