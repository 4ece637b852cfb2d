import { z } from 'zod';
import { normaliseAddress } from '../../domain/content/emailAddress.ts';
import type { GmailMessage, MessagePart, MessageRef } from '../../domain/gmail.ts';
import { HistoryId } from '../../domain/historyId.ts';
import { EmailAddress, GmailMessageId, GmailThreadId } from '../../domain/ids.ts';
import type { MessageListPage, SendAs } from '../../ports/gmail.ts';

/** Gmail's answers, parsed into the domain's types. Google's JSON leaves out what is empty. */

export const historyId = z.union([z.string(), z.number()]).transform((value, context) => {
  const id = HistoryId.parse(value);
  if (id === undefined) context.addIssue('not a history id');
  return id ?? z.NEVER;
});

/** Milliseconds since 1970, as a string. */
const instant = z
  .union([z.string().regex(/^-?\d+$/), z.number()])
  .transform((ms) => new Date(Number(ms)))
  .pipe(z.date());

export const id = z.string().min(1);

export const ref = z.object({ id, threadId: id, labelIds: z.array(z.string()).exactOptional() }).transform(
  (message): MessageRef => ({
    ...message,
    id: GmailMessageId(message.id),
    threadId: GmailThreadId(message.threadId),
  }),
);

const part: z.ZodType<MessagePart> = z.object({
  partId: z.string().default(''),
  mimeType: z.string().default(''),
  filename: z.string().default(''),
  headers: z.array(z.object({ name: z.string(), value: z.string().default('') })).default([]),
  body: z
    .object({
      size: z.number().default(0),
      attachmentId: z.string().exactOptional(),
      data: z.string().exactOptional(),
    })
    .default({ size: 0 }),
  get parts() {
    return z.array(part).default([]);
  },
});

const NO_PAYLOAD: MessagePart = {
  partId: '',
  mimeType: '',
  filename: '',
  headers: [],
  body: { size: 0 },
  parts: [],
};

export const messageAnswer = z
  .object({
    id,
    threadId: id,
    labelIds: z.array(z.string()).default([]),
    snippet: z.string().default(''),
    historyId,
    internalDate: instant,
    sizeEstimate: z.number().default(0),
    payload: part.default(NO_PAYLOAD),
  })
  .transform(
    (message): GmailMessage => ({
      ...message,
      id: GmailMessageId(message.id),
      threadId: GmailThreadId(message.threadId),
    }),
  );

export const threadAnswer = z
  .object({ messages: z.array(messageAnswer).default([]) })
  .transform(({ messages }) => messages);

export const profileAnswer = z.object({ emailAddress: id.transform(EmailAddress), historyId });

/** An empty page has no list, and may have no estimate. */
export const messageListAnswer = z
  .object({
    messages: z.array(ref).default([]),
    // Always there; an answer without it is no empty mailbox.
    resultSizeEstimate: z.number(),
    nextPageToken: id.exactOptional(),
  })
  .transform(
    ({ resultSizeEstimate, ...page }): MessageListPage => ({ ...page, estimate: resultSizeEstimate }),
  );

/** A message that has no label, archived and without a category, leaves the list out. */
export const labelsOfMessageAnswer = z
  .object({ id, labelIds: z.array(z.string()).default([]) })
  .transform(({ labelIds }) => labelIds);

export const labelsAnswer = z
  .object({ labels: z.array(z.object({ id })) })
  .transform(({ labels }) => labels.map((label) => label.id));

export const watchAnswer = z.object({ historyId, expiration: instant });

/** A custom address has a `verificationStatus`; the account's own addresses have none. */
export const sendAsAnswer = z
  .object({
    sendAs: z.array(
      z.object({
        // The same form as the headers' addresses, or an alias would be taken for somebody else.
        sendAsEmail: id.transform((address) => normaliseAddress(address) ?? EmailAddress(address)),
        displayName: z.string().default(''),
        isPrimary: z.boolean().default(false),
        verificationStatus: z.string().default('accepted'),
      }),
    ),
  })
  .transform(({ sendAs }) =>
    sendAs
      .filter(({ isPrimary, verificationStatus }) => isPrimary || verificationStatus === 'accepted')
      .map(({ sendAsEmail, displayName }): SendAs => ({ address: sendAsEmail, name: displayName })),
  );

/** base64url. Only an empty file has no data: an answer that lost it must not pass for one. */
export const attachmentAnswer = z
  .object({ size: z.number(), data: z.string().default('') })
  .refine(({ size, data }) => size === 0 || data !== '', { path: ['data'] })
  .transform(({ data }): Uint8Array => Buffer.from(data, 'base64url'));

/** `stop` answers with an empty body. */
export const noAnswer = z.unknown().transform(() => undefined);
