import { googleErrors } from './googleError.ts';
import type { Request } from './httpExchange.ts';
import { parseMime } from './mime.ts';

export interface Content {
  readonly json: unknown;
  readonly media: Buffer | undefined;
}

/** What a request carries: JSON, or for an upload the mail itself, alone or after its JSON. */
export function contentOf({ headers, body, url }: Request, isUpload: boolean): Content {
  const type = headers['content-type'] ?? '';
  if (!isUpload) return { json: jsonOf(body), media: undefined };
  switch (url.searchParams.get('uploadType')) {
    case 'media':
      return { json: undefined, media: body };
    case 'multipart': {
      const related = parseMime(Buffer.concat([Buffer.from(`Content-Type: ${type}\r\n\r\n`), body]));
      const [metadata, media] = related.parts;
      if (!metadata || !media) throw googleErrors.invalid('A multipart upload has two parts');
      const bytes = media.mimeType === 'message/rfc822' ? media.body : undefined;
      if (!bytes) throw googleErrors.invalid(`Media type '${media.mimeType}' is not supported.`);
      return { json: jsonOf(metadata.body), media: bytes };
    }
    default:
      throw googleErrors.internal('The Gmail simulator takes uploads of type media and multipart');
  }
}

function jsonOf(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString());
  } catch {
    throw googleErrors.invalid('Invalid JSON payload received. Unexpected token.');
  }
}
