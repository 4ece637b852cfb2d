import { deceivingHost } from '../links.ts';

/** What a mail is shown with: what is asked for it, and what is there to be shown. */
export interface Dress {
  /** Whether pictures of the web are loaded, which tells their owners that the mail was read, when and where. */
  readonly showsImages: boolean;
}

export interface Dressed {
  /** Pictures of the web that wait for somebody to ask for them. */
  readonly held: number;
  /** Pictures of the mail itself, by their Content-ID. */
  readonly inline: ReadonlyMap<string, readonly HTMLImageElement[]>;
}

/** Makes of safe html what is shown: links say where they lead, pictures wait, and what is quoted is folded. */
export function dressMail(mail: DocumentFragment, { showsImages }: Dress): Dressed {
  for (const link of mail.querySelectorAll('a')) dressLink(link);
  const inline = new Map<string, HTMLImageElement[]>();
  let held = 0;
  for (const image of mail.querySelectorAll('img')) {
    const source = image.getAttribute('src') ?? '';
    if (/^cid:/i.test(source)) {
      const id = contentIdOf(source);
      image.removeAttribute('src');
      inline.set(id, [...(inline.get(id) ?? []), image]);
    } else if (/^https?:/i.test(source)) {
      if (showsImages) image.setAttribute('src', source.replace(/^http:/i, 'https:'));
      else image.removeAttribute('src');
      image.setAttribute('referrerpolicy', 'no-referrer');
      held += showsImages ? 0 : 1;
    }
  }
  foldQuote(mail);
  return { held, inline };
}

function dressLink(link: HTMLAnchorElement): void {
  const href = link.getAttribute('href');
  if (href === null) return;
  link.setAttribute('target', '_blank');
  link.setAttribute('rel', 'noopener noreferrer nofollow');
  link.setAttribute('title', href);
  const host = deceivingHost(link.textContent ?? '', href);
  if (host === null) return;
  const mark = link.ownerDocument.createElement('span');
  mark.className = 'real-host';
  mark.textContent = ` (leads to ${host})`;
  link.append(mark);
}

/** As `safeImageSource` leaves it, and as attachments are told: decoded, without its brackets. */
function contentIdOf(source: string): string {
  const written = source.slice('cid:'.length);
  try {
    return decodeURIComponent(written).replace(/^<|>$/g, '');
  } catch {
    return written;
  }
}

/**
 * Folds a quote that the mail ends with and that something stands above: as elements that fold by themselves, for nothing
 * runs where they are.
 */
function foldQuote(mail: DocumentFragment): void {
  let last = lastElement(mail);
  while (last && /^(?:DIV|SPAN|CENTER|ARTICLE|SECTION|MAIN)$/.test(last.tagName)) last = lastElement(last);
  if (last?.tagName !== 'BLOCKQUOTE' || !hasWordsAbove(mail, last)) return;
  const { ownerDocument } = last;
  const fold = ownerDocument.createElement('details');
  const summary = ownerDocument.createElement('summary');
  summary.textContent = 'Quoted text';
  last.replaceWith(fold);
  fold.append(summary, last);
}

/** The last child, if it is an element; what is empty behind it does not count. */
function lastElement(place: ParentNode): Element | null {
  let element = place.lastElementChild;
  while (element && !hasTextBehind(element)) {
    if (!isEmpty(element)) return element;
    element = element.previousElementSibling;
  }
  return null;
}

const isEmpty = (element: Element): boolean =>
  element.textContent?.trim() === '' && element.tagName !== 'IMG' && !element.querySelector('img');

/** Up to the next element, which was looked at before. */
function hasTextBehind(element: Element): boolean {
  let node = element.nextSibling;
  while (node && node.nodeType !== Node.ELEMENT_NODE) {
    if (node.nodeType === Node.TEXT_NODE && node.textContent?.trim()) return true;
    node = node.nextSibling;
  }
  return false;
}

function hasWordsAbove(mail: DocumentFragment, element: Element): boolean {
  const range = mail.ownerDocument.createRange();
  range.setStart(mail, 0);
  range.setEndBefore(element);
  return range.toString().trim() !== '';
}
