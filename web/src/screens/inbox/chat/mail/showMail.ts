import type { Attachment } from '../../../../model/message.ts';
import { showPicture } from '../files/pictures.ts';
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
  const pictures = [...inline].flatMap(([contentId, images]) => {
    const attachment = mail.attachments.find((each) => each.contentId === contentId);
    const picture = attachment && showPicture(mail.messageId, attachment);
    return picture ? [{ ...picture, images }] : [];
  });
  let isOver = false;
  for (const { url, images } of pictures)
    void url.then((address) => {
      // One that cannot be had leaves its words in its place.
      if (address === undefined || isOver) return;
      for (const image of images) image.src = address;
    });
  const observer = new ResizeObserver(() => tell.height(heightOf(page)));
  observer.observe(page.body);
  return () => {
    isOver = true;
    for (const { release } of pictures) release();
    observer.disconnect();
  };
}

function dressPage({ head }: Document): void {
  if (head.querySelector('style')) return;
  const style = head.ownerDocument.createElement('style');
  style.textContent = FRAME_STYLE;
  head.append(style);
}

/** What is in it, and the bar that a mail wider than its frame is moved by. */
function heightOf({ body, documentElement, defaultView }: Document): number {
  const bar = (defaultView?.innerHeight ?? 0) - documentElement.clientHeight;
  return Math.ceil(body.getBoundingClientRect().height) + Math.max(0, bar);
}
