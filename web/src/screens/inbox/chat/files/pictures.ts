import { effect } from '@preact/signals';
import { session } from '../../../../firebase/session.ts';
import type { Attachment } from '../../../../model/message.ts';
import { isPicture } from '../fileKind.ts';
import { fetchFile } from './fetchFile.ts';
import { keepPictures, type ShownPicture } from './keptPictures.ts';

/** Bytes of one picture inside a mail; a larger one is among the attachments all the same. */
const MOST_BYTES = 10_000_000;
const MOST_AT_A_TIME = 3;

const kept = keepPictures({ bytes: 60_000_000, count: 100 }, (url) => URL.revokeObjectURL(url));

/** Whose pictures are kept: the next one to sign in here is shown none of them. */
let keptFor: string | undefined;
effect(() => {
  const now = session.value.state === 'signedIn' ? session.value.agent.uid : undefined;
  if (now !== keptFor) kept.empty();
  keptFor = now;
});

const waiting: (() => void)[] = [];
let underWay = 0;

/** Whether a mail can show it inside itself, if it wants to. */
export const isShownInside = ({ mimeType, size }: Attachment): boolean =>
  isPicture(mimeType) && size <= MOST_BYTES;

/** A picture that a mail shows inside itself, until it releases it; undefined where it is none. */
export function showPicture(messageId: string, attachment: Attachment): ShownPicture | undefined {
  if (!isShownInside(attachment)) return undefined;
  const { attachmentId, size } = attachment;
  const fetch = () => fetchNow(messageId, attachment);
  return kept.show({ key: `${messageId} ${attachmentId}`, bytes: size, fetch });
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
