import type { Attachment } from '../../../../model/message.ts';
import { isPicture } from '../fileKind.ts';
import { fetchFile } from './fetchFile.ts';

/** Bytes of one picture inside a mail; a larger one is among the attachments all the same. */
const MOST_BYTES = 10_000_000;
const MOST_AT_A_TIME = 3;
const MOST_KEPT = 100;

/** Their addresses in this page, by message and attachment: what was fetched is not fetched again while it is kept. */
const kept = new Map<string, Promise<string | undefined>>();

const waiting: (() => void)[] = [];
let underWay = 0;

/** Whether a mail can show it inside itself, if it wants to. */
export const isShownInside = ({ mimeType, size }: Attachment): boolean =>
  isPicture(mimeType) && size <= MOST_BYTES;

/** The address of a picture that a mail shows inside itself; undefined where it is none, or cannot be had. */
export function fetchPicture(messageId: string, attachment: Attachment): Promise<string | undefined> {
  if (!isShownInside(attachment)) return Promise.resolve(undefined);
  const key = `${messageId} ${attachment.attachmentId}`;
  const picture = kept.get(key) ?? fetchNow(messageId, attachment);
  kept.delete(key);
  kept.set(key, picture);
  // What fails is asked for anew the next time that the mail is shown.
  void picture.then((url) => url === undefined && kept.delete(key));
  dropOldest();
  return picture;
}

async function fetchNow(
  messageId: string,
  { attachmentId, mimeType }: Attachment,
): Promise<string | undefined> {
  if (underWay >= MOST_AT_A_TIME) await new Promise<void>((begin) => waiting.push(begin));
  underWay += 1;
  try {
    return URL.createObjectURL(new Blob([await fetchFile(messageId, attachmentId)], { type: mimeType }));
  } catch {
    return undefined;
  } finally {
    underWay -= 1;
    waiting.shift()?.();
  }
}

function dropOldest(): void {
  for (const [key, picture] of kept) {
    if (kept.size <= MOST_KEPT) return;
    kept.delete(key);
    void picture.then((url) => url !== undefined && URL.revokeObjectURL(url));
  }
}
