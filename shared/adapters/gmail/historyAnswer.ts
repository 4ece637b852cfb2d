import { z } from 'zod';
import type { HistoryChange, HistoryPage, HistoryRecord } from '../../domain/gmail.ts';
import { historyId, id, ref } from './answers.ts';

const messageChanges = z.array(z.object({ message: ref })).default([]);
const labelChanges = z
  .array(z.object({ message: ref, labelIds: z.array(z.string()).default([]) }))
  .default([]);

/**
 * One record as a list of changes. Gmail groups a record's changes by type and does not tell their order; added,
 * labels, deleted is the one order in which each change finds its message. The untyped `messages` array only
 * repeats the ids of the typed ones, so a record without typed arrays changes nothing that we can act on.
 */
const record = z
  .object({
    id: historyId,
    messagesAdded: messageChanges,
    labelsAdded: labelChanges,
    labelsRemoved: labelChanges,
    messagesDeleted: messageChanges,
  })
  .transform((answer): HistoryRecord => {
    const changes: HistoryChange[] = [
      ...answer.messagesAdded.map(({ message }) => ({ type: 'messageAdded' as const, message })),
      ...answer.labelsAdded.map((change) => ({ type: 'labelsAdded' as const, ...change })),
      ...answer.labelsRemoved.map((change) => ({ type: 'labelsRemoved' as const, ...change })),
      ...answer.messagesDeleted.map(({ message }) => ({ type: 'messageDeleted' as const, message })),
    ];
    return { id: answer.id, changes };
  });

export const historyAnswer = z
  .object({ history: z.array(record).default([]), historyId, nextPageToken: id.exactOptional() })
  .transform(({ history, ...page }): HistoryPage => ({ ...page, records: history }));
