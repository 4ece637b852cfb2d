import { createServer, type IncomingMessage } from 'node:http';

/** So long ago that the ids stay beyond what a JS number can hold, as Gmail's may be. */
const EPOCH_AGE_MS = 150 * 86_400_000;

/**
 * Stands between our adapter and emulate, whose history ids are the time in milliseconds times 10^8: 21 digits,
 * where Gmail's are unsigned 64-bit integers and ours refuse more. The bridge takes the same number off every id
 * on the way out and adds it to `startHistoryId` on the way in, so that order and distances stay as they are.
 */
export async function bridgeHistoryIds(origin: string): Promise<{ url: string; close: () => Promise<void> }> {
  const offset = BigInt(Date.now() - EPOCH_AGE_MS) * 10n ** 8n;
  const lowered = (body: string) =>
    body.replace(/"(id|historyId)":"(\d{21})"/g, (_, key, id) => `"${key}":"${BigInt(id) - offset}"`);

  async function passOn(request: IncomingMessage) {
    const url = new URL(request.url ?? '', origin);
    const start = url.searchParams.get('startHistoryId');
    if (start !== null) url.searchParams.set('startHistoryId', `${BigInt(start) + offset}`);
    const { method = 'GET', headers } = request;
    const answer = await fetch(url, {
      method,
      headers: { authorization: headers.authorization ?? '', 'content-type': headers['content-type'] ?? '' },
      body: method === 'GET' ? null : await bodyOf(request),
    });
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      body: lowered(await answer.text()),
    };
  }

  const server = createServer(async (request, response) => {
    const { status, type, body } = await passOn(request);
    response.writeHead(status, type === null ? {} : { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The bridge does not listen');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Bytes, since not everything that is uploaded is text. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
