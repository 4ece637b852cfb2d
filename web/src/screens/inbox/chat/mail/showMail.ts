import type { Attachment } from '../../../../model/message.ts';
import { fetchPicture } from '../files/pictures.ts';
import { type Dress, dressMail } from './dressMail.ts';
import { FRAME_STYLE } from './frameStyle.ts';
import { purify } from './purify.ts';

export interface MailToShow extends Dress {
  readonly messageId: string;
  readonly html: string;
  readonly attachments: readonly Attachment[];
}

interface Tell {
  /** In pixels, each time that it changes. */
  readonly height: (pixels: number) => void;
  /** Pictures that are not loaded until somebody asks for them. */
  readonly heldPictures: (count: number) => void;
}

/**
 * Puts a mail into the page of a frame, which runs no scripts and whose own policy lets it load nothing: what is done here
 * is done from outside. The answer ends it.
 */
export function showMail(page: Document, mail: MailToShow, tell: Tell): () => void {
  const window = page.defaultView;
  if (!window) return () => {};
  const fragment = purify(mail.html, window);
  const { held, inline } = dressMail(fragment, mail);
  dressPage(page);
  page.body.replaceChildren(fragment);
  tell.heldPictures(held);
  const stopped = new AbortController();
  for (const [contentId, images] of inline) {
    const attachment = mail.attachments.find((each) => each.contentId === contentId);
    if (attachment) void showPicture(mail.messageId, attachment, images, stopped.signal);
  }
  const observer = new ResizeObserver(() => tell.height(heightOf(page)));
  observer.observe(page.body);
  return () => {
    stopped.abort();
    observer.disconnect();
  };
}

function dressPage({ head }: Document): void {
  if (head.querySelector('style')) return;
  const style = head.ownerDocument.createElement('style');
  style.textContent = FRAME_STYLE;
  head.append(style);
}

/** A picture that cannot be had leaves its words in its place. */
async function showPicture(
  messageId: string,
  attachment: Attachment,
  images: readonly HTMLImageElement[],
  signal: AbortSignal,
): Promise<void> {
  const url = await fetchPicture(messageId, attachment);
  if (url === undefined || signal.aborted) return;
  for (const image of images) image.src = url;
}

/** What is in it, and the bar that a mail wider than its frame is moved by. */
function heightOf({ body, documentElement, defaultView }: Document): number {
  const bar = (defaultView?.innerHeight ?? 0) - documentElement.clientHeight;
  return Math.ceil(body.getBoundingClientRect().height) + Math.max(0, bar);
}
