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
