import type { IncomingMessage } from 'node:http';

export interface Request {
  readonly verb: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** An answer; a string body is sent as it is, anything else as JSON. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection ends in the middle of the body, which is announced with its whole length. */
  readonly cut?: boolean;
}

/** What becomes of a call: an answer, a cut connection, or none ever. */
export type Answer = 'close' | 'hang' | Reply;

/** The body as it goes over the wire; undefined is none. */
export function bodyOf({ body }: Reply): string | undefined {
  return typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
}

export const contentTypeOf = ({ body }: Reply): string =>
  `${typeof body === 'string' ? 'text/plain' : 'application/json'}; charset=UTF-8`;
