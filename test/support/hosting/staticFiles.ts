import type { IncomingMessage, ServerResponse } from 'node:http';
import superstatic from 'superstatic';
import { z } from 'zod';
import type { HostingConfig } from './hostingConfig.ts';

type Serve = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;
const callable = <Function>() => z.custom<Function>((value) => typeof value === 'function');

/** Its types say one thing to Node's resolution and another to a bundler's. */
const { default: newServe } = z
  .object({ default: callable<(options: object) => Serve>() })
  .parse(superstatic);

/** The folder's files as Hosting serves them: with the headers and the rewrites of firebase.json, and its page for 404. */
export function staticFiles(
  { headers, rewrites }: HostingConfig,
  folder: string,
): (request: IncomingMessage, response: ServerResponse) => void {
  const toFiles = rewrites.flatMap((rewrite) => ('destination' in rewrite ? rewrite : []));
  const config = { public: folder, headers, rewrites: toFiles };
  const serve = newServe({ stack: 'strict', cwd: '/', config });
  return (request, response) => {
    if (!isDecodable(request.url ?? '/')) return refuse(response, 400, 'Bad request');
    serve(request, response, (error) =>
      error ? refuse(response, 500, 'Hosting failed') : refuse(response, 404, 'Not found'),
    );
  };
}

function refuse(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${words}\n`);
}

function isDecodable(url: string): boolean {
  try {
    decodeURI(url);
    return true;
  } catch {
    return false;
  }
}
