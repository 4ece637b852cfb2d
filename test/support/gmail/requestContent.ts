import type { Request } from '../wire/httpExchange.ts';
import { googleErrors } from './googleError.ts';
import { parseMime } from './mime.ts';

export interface Content {
  readonly json: unknown;
  readonly media: Buffer | undefined;
}

/** Of Gmail's API, which larger mails reach by upload only; some accounts are granted more. */
const MAX_JSON_BYTES = 1024 * 1024;
/** Source: https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send */
const MAX_MEDIA_BYTES = 36_700_160;

/** What a request carries: JSON, or for an upload the mail itself, alone or after its JSON. */
export function contentOf({ headers, body, url }: Request, isUpload: boolean): Content {
  const type = headers['content-type'] ?? '';
  if (!isUpload && body.length > MAX_JSON_BYTES) throw googleErrors.payloadTooLarge(MAX_JSON_BYTES);
  if (!isUpload) return { json: jsonOf(body), media: undefined };
  switch (url.searchParams.get('uploadType')) {
    case 'media':
      return { json: undefined, media: allowed(body) };
    case 'multipart': {
      const related = parseMime(Buffer.concat([Buffer.from(`Content-Type: ${type}\r\n\r\n`), body]));
      const [metadata, media] = related.parts;
      if (!metadata || !media) throw googleErrors.invalid('A multipart upload has two parts');
      const bytes = media.mimeType === 'message/rfc822' ? media.body : undefined;
      if (!bytes) throw googleErrors.invalid(`Media type '${media.mimeType}' is not supported.`);
      return { json: jsonOf(metadata.body), media: allowed(bytes) };
    }
    default:
      throw googleErrors.internal('The Gmail simulator takes uploads of type media and multipart');
  }
}

function allowed(media: Buffer): Buffer {
  if (media.length > MAX_MEDIA_BYTES) throw googleErrors.uploadTooLarge(MAX_MEDIA_BYTES);
  return media;
}

function jsonOf(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString());
  } catch {
    throw googleErrors.invalid('Invalid JSON payload received. Unexpected token.');
  }
}
