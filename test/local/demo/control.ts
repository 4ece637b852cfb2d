import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { OwnMail, problemsOf } from './ownMail.ts';

/** Where a running demo says how to reach it: beside the package.json whose scripts look for it. */
const FOLDER = '.local';
const FILE = `${FOLDER}/demo.json`;

const Running = z.object({ port: z.number() });

/** What became of a mail, in words. */
export const Answer = z.union([
  z.object({ told: z.string(), settled: z.boolean() }),
  z.object({ error: z.string() }),
]);
export type Answer = z.output<typeof Answer>;

/** Lets other programs of this machine deliver mail: `POST /mail`, JSON only, which no web page may send unasked. */
export async function listenForMail(deliver: (mail: OwnMail) => Promise<Answer>): Promise<() => void> {
  const server = createServer((request, response) => {
    void answer(request, deliver).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The control endpoint has no port');
  const { port } = address;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(FILE, JSON.stringify({ port }));
  return () => {
    server.close();
    server.closeAllConnections();
    if (runningPort() === port) rmSync(FILE, { force: true });
  };
}

/** The port of the demo that said last that it runs. */
export function runningPort(): number | undefined {
  try {
    return Running.parse(JSON.parse(readFileSync(FILE, 'utf8'))).port;
  } catch {
    return undefined;
  }
}

async function answer(
  request: IncomingMessage,
  deliver: (mail: OwnMail) => Promise<Answer>,
): Promise<{ status: number; body: Answer }> {
  const type = request.headers['content-type'];
  if (request.method !== 'POST' || request.url !== '/mail' || type !== 'application/json') {
    return { status: 404, body: { error: 'POST /mail with JSON is all there is.' } };
  }
  const mail = OwnMail.safeParse(parseJson(await text(request)));
  if (!mail.success) return { status: 400, body: { error: problemsOf(mail.error) } };
  return { status: 200, body: await deliver(mail.data) };
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
