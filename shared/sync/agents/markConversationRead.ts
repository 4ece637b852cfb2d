import pLimit from 'p-limit';
import {
  MORE_UNREAD,
  NOTHING_CAME_IN,
  type NotMarked,
  notMarkedAdvice,
  staysAsItIs,
} from '../../domain/advice/readStateAdvice.ts';
import type { ConversationId, LocationId, MailboxId } from '../../domain/ids.ts';
import {
  type CopyToMark,
  type HeldMessage,
  planReadState,
  type ReadStatePlan,
  settledBy,
} from '../../domain/readState.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { Agent } from '../../domain/tenancy.ts';
import type { TenancyStore } from '../../ports/stores/tenancyStore.ts';
import type { SyncDeps } from '../deps.ts';
import { colleagueOf } from './colleagueOf.ts';
import { type MarkOutcome, markMailbox } from './markMailbox.ts';

/** Of one call: what Gmail takes at once, and ten transactions here. */
const MESSAGES = 1_000;

/** Mailboxes at a time. */
const SIDE_BY_SIDE = 5;

export type MarkDeps = SyncDeps & { readonly tenancy: Pick<TenancyStore, 'readLocation'> };

export type MarkAnswer =
  | { readonly outcome: 'marked'; readonly changed: number; readonly advice?: string }
  /** Nothing could be changed, and a repeat would not change that. */
  | { readonly outcome: 'refused'; readonly advice: string };

interface Request {
  readonly agent: Agent;
  readonly conversationId: ConversationId;
  readonly read: boolean;
}

interface Place {
  readonly locationId: LocationId;
}

/**
 * Marks what is unread in a conversation as read, or its newest mail that came in as unread: in Gmail, in the agent's
 * mailboxes, and in those of colleagues where the location lets them be used. A conversation of a foreign location is
 * as unknown as one that is not there.
 * @throws SyncError what a repeat may heal
 */
export async function markConversationRead(
  deps: MarkDeps,
  request: Request,
): Promise<MarkAnswer | 'unknown'> {
  const locationId = await deps.messages.locationOf(request.conversationId);
  if (!locationId || !request.agent.locationIds.includes(locationId)) return 'unknown';
  const { messages, more } = await messagesToMark(deps, request);
  const plan = planReadState(messages, request.read);
  const results = await markAll(deps, { ...request, locationId }, plan);
  const marked = new Set(results.filter(isMarked).map(({ mailboxId }) => mailboxId));
  const { changed, unmoved } = settledBy(plan, marked, request.read);
  const left = results.flatMap((result) => notMarked(result) ?? []);
  if (plan.size > 0 && changed === 0) {
    for (const { result } of results) if (result.outcome === 'threw') throw result.error;
    return { outcome: 'refused', advice: notMarkedAdvice(left) };
  }
  const advice = [
    messages.length === 0 && !request.read && NOTHING_CAME_IN,
    more && MORE_UNREAD,
    unmoved > 0 && staysAsItIs(request.read),
    notMarkedAdvice(unmoved > 0 ? left : left.filter(({ because }) => because.outcome !== 'notShared')),
  ].filter((sentence) => sentence !== false && sentence !== '');
  return { outcome: 'marked', changed, ...(advice.length > 0 && { advice: advice.join(' ') }) };
}

async function messagesToMark(
  { messages }: MarkDeps,
  { conversationId, read }: Request,
): Promise<{ messages: readonly HeldMessage[]; more: boolean }> {
  if (read) {
    const unread = await messages.unreadOf(conversationId, MESSAGES + 1);
    return { messages: unread.slice(0, MESSAGES), more: unread.length > MESSAGES };
  }
  const newest = await messages.newestInboundOf(conversationId);
  return { messages: newest ? [newest] : [], more: false };
}

interface Result {
  readonly mailboxId: MailboxId;
  readonly own: NotMarked['own'];
  readonly result: MarkOutcome;
}

const isMarked = ({ result }: Result): boolean => result.outcome === 'marked';

function notMarked({ own, result }: Result): NotMarked | undefined {
  if (result.outcome === 'marked') return undefined;
  if (result.outcome !== 'threw') return { own, because: result };
  const code = result.error instanceof SyncError ? result.error.code : 'unexpected';
  return { own, because: { outcome: 'failed', code } };
}

/** Each mailbox by itself: what goes wrong in one keeps none of the others from being marked. */
async function markAll(
  deps: MarkDeps,
  request: Request & Place,
  plan: ReadStatePlan,
): Promise<readonly Result[]> {
  const limit = pLimit(SIDE_BY_SIDE);
  const writing = pLimit(1);
  let location: ReturnType<TenancyStore['readLocation']> | undefined;
  const isShared = async () => {
    location ??= deps.tenancy.readLocation(request.locationId);
    return (await location)?.shareMailboxes ?? true;
  };
  const mark = async (mailboxId: MailboxId, copies: readonly CopyToMark[]): Promise<Result> => {
    try {
      const mailbox = await deps.store.readMailbox(mailboxId);
      const own = mailbox?.uid === request.agent.uid ? mailbox : undefined;
      const isOpen = mailbox !== undefined && (own !== undefined || (await isShared()));
      const agent = isOpen ? await colleagueOf(deps.store, mailbox, request) : undefined;
      if (!isOpen || !agent) return { mailboxId, own, result: { outcome: 'notShared' } };
      return {
        mailboxId,
        own,
        result: await markMailbox(deps, { mailbox, agent, copies, writing }, request.read),
      };
    } catch (error) {
      return { mailboxId, own: undefined, result: { outcome: 'threw', error } };
    }
  };
  return Promise.all([...plan].map(([mailboxId, copies]) => limit(() => mark(mailboxId, copies))));
}
