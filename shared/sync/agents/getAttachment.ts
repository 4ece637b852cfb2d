import {
  type Miss,
  type MissReason,
  MOST_BYTES,
  NO_SUCH_ATTACHMENT,
  NOT_TRUNCATED,
  notGivenAdvice,
  tooLarge,
} from '../../domain/advice/attachmentAdvice.ts';
import { type LocationId, MailboxId, type MessageId } from '../../domain/ids.ts';
import type { Mailbox } from '../../domain/mailbox.ts';
import type { MailboxCopy } from '../../domain/message.ts';
import { SyncError } from '../../domain/syncError.ts';
import type { Agent } from '../../domain/tenancy.ts';
import type { MessageFiles } from '../../ports/stores/messageStore.ts';
import type { SyncDeps } from '../deps.ts';
import { openAnnounced } from '../pacing/openAnnounced.ts';
import { colleagueOf } from './colleagueOf.ts';
import { type ReadBytes, readBytes, type Wanted } from './readBytes.ts';

export type AttachmentDeps = Pick<SyncDeps, 'store' | 'messages' | 'gmail' | 'clock' | 'log' | 'settings'>;

export type AttachmentAnswer =
  | {
      readonly outcome: 'given';
      readonly filename: string;
      readonly mimeType: string;
      /** Bytes. */
      readonly size: number;
      /** base64 */
      readonly data: string;
    }
  /** The message has nothing of this id. */
  | { readonly outcome: 'absent'; readonly advice: string }
  | { readonly outcome: 'refused'; readonly advice: string };

interface Request {
  readonly agent: Agent;
  readonly messageId: MessageId;
  /** Of the message's attachments; `text` or `html` is the whole body of a message that is truncated. */
  readonly attachmentId: string;
}

/**
 * Gives an attachment, or the whole body of a message that is stored cut, from Gmail: through the agent's own mailbox,
 * else through that of a colleague who works in the message's location. A message of a foreign location is as unknown
 * as one that is not there.
 * @throws SyncError what a repeat may heal
 */
export async function getAttachment(
  deps: AttachmentDeps,
  { agent, messageId, attachmentId }: Request,
): Promise<AttachmentAnswer | 'unknown'> {
  const message = await deps.messages.filesOf(messageId);
  if (!message || !agent.locationIds.includes(message.locationId)) return 'unknown';
  const wanted = wantedOf(message, attachmentId);
  if ('outcome' in wanted) return wanted;
  const { read, from } = await readFrom(deps, { agent, message, wanted });
  const { locationId } = message;
  deps.log.event('attachmentFetched', {
    messageId,
    locationId,
    agentId: agent.uid,
    mailboxId: from,
    outcome: read.outcome,
  });
  if (read.outcome !== 'read') return read;
  const { filename, mimeType, bytes } = read;
  return {
    outcome: 'given',
    filename,
    mimeType,
    size: bytes.byteLength,
    data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  };
}

function wantedOf({ attachments, truncated }: MessageFiles, id: string): Wanted | AttachmentAnswer {
  const listed = attachments.find(({ attachmentId }) => attachmentId === id);
  if (listed && listed.size > MOST_BYTES) return { outcome: 'refused', advice: tooLarge(listed.size) };
  if (listed) return { type: 'attachment', listed };
  if (id !== 'text' && id !== 'html') return { outcome: 'absent', advice: NO_SUCH_ATTACHMENT };
  return truncated ? { type: id } : { outcome: 'absent', advice: NOT_TRUNCATED };
}

interface Source {
  readonly copy: MailboxCopy;
  readonly mailbox: Mailbox;
  readonly isOwn: boolean;
}

interface Search {
  readonly agent: Agent;
  readonly message: MessageFiles;
  readonly wanted: Wanted;
}

type Refused = Extract<ReadBytes, { outcome: 'refused' }>;
type Read = Extract<ReadBytes, { outcome: 'read' }>;

/** One copy after the other until one gives it. */
async function readFrom(
  deps: AttachmentDeps,
  search: Search,
): Promise<{ read: Read | Refused; from: MailboxId | undefined }> {
  const misses: Miss[] = [];
  let healing: SyncError | undefined;
  for (const source of await sourcesOf(deps, search)) {
    const { mailbox, isOwn } = source;
    try {
      const read = await readThrough(deps, source, search);
      if (read.outcome === 'read' || read.outcome === 'refused') return { read, from: mailbox.mailboxId };
      misses.push({ own: isOwn ? mailbox : undefined, because: read });
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      if (error.retryable) healing ??= error;
      const because: MissReason =
        error.code === 'messageGone' ? { outcome: 'deleted' } : { outcome: 'failed', code: error.code };
      misses.push({ own: isOwn ? mailbox : undefined, because });
    }
  }
  if (healing) throw healing;
  const because: readonly Miss[] =
    misses.length > 0 ? misses : [{ own: undefined, because: { outcome: 'deleted' } }];
  return { read: { outcome: 'refused', advice: notGivenAdvice(because) }, from: undefined };
}

/** The mailboxes that have it, those first that are the likeliest to give what is shown. */
async function sourcesOf(
  { store }: AttachmentDeps,
  { agent, message, wanted }: Search,
): Promise<readonly Source[]> {
  const copies = Object.entries<MailboxCopy>(message.copies).filter(
    ([, { deletedAt }]) => deletedAt === null,
  );
  const found = await Promise.all(
    copies.map(async ([mailboxId, copy]) => ({
      copy,
      mailbox: await store.readMailbox(MailboxId(mailboxId)),
    })),
  );
  const sources = found.flatMap(({ copy, mailbox }) =>
    mailbox ? [{ copy, mailbox, isOwn: mailbox.uid === agent.uid }] : [],
  );
  // Another's same words before one's own other ones; a file tells itself by its size where words differ.
  const rank = ({ copy, isOwn }: Source) =>
    wanted.type === 'attachment'
      ? 2 * Number(!isOwn) + Number(copy.differs)
      : 2 * Number(copy.differs) + Number(!isOwn);
  return sources.sort((a, b) => rank(a) - rank(b));
}

/** Never through the mailbox of somebody who has left the location: it is no longer the location's to look into. */
async function readThrough(
  deps: AttachmentDeps,
  { copy, mailbox }: Source,
  { agent, message, wanted }: Search,
): Promise<ReadBytes | MissReason> {
  const closed = closedBecause(mailbox, deps.clock.now());
  if (closed) return closed;
  if (!(await worksIn(deps, mailbox, agent, message.locationId))) return { outcome: 'left' };
  return readBytes(await openAnnounced(deps, mailbox), copy.gmailId, wanted);
}

const worksIn = async (
  { store }: AttachmentDeps,
  mailbox: Mailbox,
  agent: Agent,
  locationId: LocationId,
): Promise<boolean> => (await colleagueOf(store, mailbox, { agent, locationId })) !== undefined;

function closedBecause({ status, pausedUntil }: Mailbox, now: Date): MissReason | undefined {
  if (status !== 'live' && status !== 'backfilling') return { outcome: 'blocked', status };
  return pausedUntil && pausedUntil > now ? { outcome: 'paused', until: pausedUntil } : undefined;
}
