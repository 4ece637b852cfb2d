import * as z from 'zod/mini';

const person = z.object({ name: z.string(), address: z.string() });
const file = z.object({
  fileId: z.string(),
  filename: z.string(),
  mimeType: z.string(),
  size: z.number(),
});
const sender = z.object({ mailboxId: z.string(), address: z.string() });

const mail = z.object({
  sender,
  to: z.array(person),
  cc: z.array(person),
  bcc: z.array(person),
  subject: z.exactOptional(z.string()),
  text: z.string(),
  html: z.exactOptional(z.string()),
  files: z.array(file),
  replyToMessageId: z.exactOptional(z.string()),
});

/** A mail as it is given to the server, all but the files' bytes. */
export type OutgoingMail = Readonly<z.infer<typeof mail>>;

const attempt = z.object({
  /** As it was sent: it is asked for again as it is, or it would be another mail. */
  mail,
  /** Since when, in milliseconds. */
  at: z.number(),
  /** Why it is not known whether it was sent, when it is asked for again, and how often it was by itself. */
  doubt: z.nullable(z.object({ words: z.string(), askAt: z.number(), asked: z.number() })),
});
export type Attempt = Readonly<z.infer<typeof attempt>>;

const draft = z.object({
  version: z.literal(1),
  /** By which the server knows this mail again: made once, and kept as long as nobody else may have got the mail. */
  requestId: z.string(),
  /** Chosen by hand; null where it follows from what is answered. */
  sender: z.nullable(sender),
  to: z.array(person),
  cc: z.array(person),
  bcc: z.array(person),
  /** Null: that of the mail which is answered. */
  subject: z.nullable(z.string()),
  html: z.string(),
  files: z.array(file),
  answers: z.nullable(z.object({ messageId: z.string(), subject: z.string() })),
  /** Whether people were added or taken away by hand. */
  isAddressedByHand: z.boolean(),
  /** From the moment before it leaves, until it is known what became of it. */
  attempt: z.nullable(attempt),
  changedAt: z.number(),
});

/** A mail that is being written. */
export type Draft = Readonly<z.infer<typeof draft>>;

/** The server knows a mail again for 30 days: an older attempt must not be repeated by itself. */
const KEPT_MS = 20 * 24 * 60 * 60_000;

/** More drafts than these are not kept, those that were changed longest ago first. */
const MOST_DRAFTS = 50;

/** As it was kept; undefined for what is none, or too old. */
export function readDraft(kept: string | null, now: number): Draft | undefined {
  try {
    const parsed = draft.safeParse(JSON.parse(kept ?? 'null'));
    return parsed.success && !isOld(parsed.data, now) ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Whether there is nothing in it that would be missed. */
export const isEmpty = ({ html, files, subject, answers, isAddressedByHand, attempt }: Draft): boolean =>
  attempt === null &&
  files.length === 0 &&
  (answers !== null || !subject) &&
  !isAddressedByHand &&
  html.replace(/<(?!li)[^>]*>|&nbsp;|\s/g, '') === '';

/** Which of them are not kept any longer. One that is being sent is, as long as it is not too old. */
export function outdated(drafts: ReadonlyMap<string, Draft | undefined>, now: number): readonly string[] {
  const known = [...drafts].flatMap(([key, each]) => (each ? [{ key, draft: each }] : []));
  const unreadable = [...drafts.keys()].filter((key) => !drafts.get(key));
  const kept = known.filter(({ draft: each }) => !isOld(each, now) && !each.attempt);
  const byAge = kept.sort((a, b) => b.draft.changedAt - a.draft.changedAt);
  const old = known.filter(({ draft: each }) => isOld(each, now)).map(({ key }) => key);
  return [...unreadable, ...old, ...byAge.slice(MOST_DRAFTS).map(({ key }) => key)];
}

const isOld = ({ changedAt, attempt: tried }: Draft, now: number): boolean =>
  now - Math.min(changedAt, tried?.at ?? changedAt) > KEPT_MS;
