import type { MessagePart } from '../gmail.ts';
import { decodeBody } from './decodeBody.ts';
import { structuredHeader } from './headers.ts';
import { textToHtml } from './htmlToText.ts';
import { PART_NESTING, PARTS } from './limits.ts';

/** A stretch of the body, as plain text, as html, or as both: alternatives of the same words. */
export type BodyBlock =
  | { readonly text: string; readonly html?: never }
  | { readonly text?: string; readonly html: string };

export interface SortedParts {
  /** In the order in which they are read. */
  readonly blocks: readonly BodyBlock[];
  readonly attachments: readonly MessagePart[];
  /** Of the attachments, those that are body and that Gmail keeps apart because of their size. */
  readonly apart: readonly MessagePart[];
  /**
   * False where something of the body is not in `blocks`: Gmail keeps it apart, or there was no end to it.
   */
  readonly complete: boolean;
}

/** Takes the MIME tree apart. A forwarded mail is one attachment: its words are not the sender's. */
export function sortParts(payload: MessagePart): SortedParts {
  const sorting: Sorting = { attachments: [], apart: [], complete: true, seen: 0 };
  const blocks = sortPart(payload, { depth: 0, isExpected: true }, sorting);
  const { attachments, apart, complete } = sorting;
  return { blocks, attachments, apart, complete };
}

interface Sorting {
  readonly attachments: MessagePart[];
  readonly apart: MessagePart[];
  complete: boolean;
  seen: number;
}

/** Where a part stands; `isExpected` where only a body can stand, even one that was given a file name. */
interface Place {
  readonly depth: number;
  readonly isExpected: boolean;
}

function sortPart(part: MessagePart, place: Place, sorting: Sorting): readonly BodyBlock[] {
  sorting.seen += 1;
  if (sorting.seen > PARTS || place.depth > PART_NESTING) {
    sorting.complete = false;
    return [];
  }
  const type = part.mimeType.trim().toLowerCase();
  if (type.startsWith('multipart/')) return sortMultipart(part, type, place.depth + 1, sorting);
  if (INVISIBLE_ALTERNATIVES.has(type) && part.filename === '') return [];
  if (!isBody(part, type, place)) {
    sorting.attachments.push(part);
    return [];
  }
  if (part.body.data === undefined && part.body.attachmentId !== undefined) {
    sorting.attachments.push(part);
    sorting.apart.push(part);
    sorting.complete = false;
    return [];
  }
  const content = decodeBody(part);
  if (content.trim() === '') return [];
  return [type === 'text/html' ? { html: content } : { text: content }];
}

/** Made for other viewers; every mail that has them also has plain html. */
const INVISIBLE_ALTERNATIVES: ReadonlySet<string> = new Set(['text/x-amp-html', 'text/watch-html']);

function isBody(part: MessagePart, type: string, place: Place): boolean {
  const isText = type === 'text/plain' || type === 'text/html' || type === '';
  if (!isText || isMarkedAttachment(part)) return false;
  return part.filename === '' || place.isExpected;
}

const isMarkedAttachment = (part: MessagePart) =>
  structuredHeader(part.headers, 'Content-Disposition').value.trim().toLowerCase() === 'attachment';

function sortMultipart(
  part: MessagePart,
  type: string,
  depth: number,
  sorting: Sorting,
): readonly BodyBlock[] {
  const isAlternative = type === 'multipart/alternative';
  const isRelated = type === 'multipart/related';
  const children: (readonly BodyBlock[])[] = [];
  for (const [index, child] of part.parts.entries()) {
    if (sorting.seen > PARTS) break;
    children.push(
      sortPart(child, { depth, isExpected: isAlternative || (isRelated && index === 0) }, sorting),
    );
  }
  return isAlternative ? chooseAlternatives(children) : children.flat();
}

/**
 * The sender put the best version last; both the best plain one and the best html one are wanted. The plain
 * one goes with the first block of the html, as it stands for all of them.
 */
function chooseAlternatives(versions: readonly (readonly BodyBlock[])[]): readonly BodyBlock[] {
  const plain = versions.findLast(
    (blocks) => blocks.length > 0 && blocks.every(({ text }) => text !== undefined),
  );
  const rich = versions.findLast((blocks) => blocks.some(({ html }) => html !== undefined));
  if (rich === undefined) return plain ?? [];
  if (plain === undefined || plain === rich) return rich;
  const text = plain.map((block) => block.text).join('\n');
  return rich.map((block, index) => ({
    text: index === 0 ? text : '',
    html: block.html ?? textToHtml(block.text),
  }));
}
