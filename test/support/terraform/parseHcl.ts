import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';

const Answer = z.object({ id: z.string(), json: z.unknown().optional(), problem: z.string().optional() });

let worker: Worker | undefined;

/** HCL as JSON. @throws where it is none */
export async function parseHcl(file: string, source: string): Promise<unknown> {
  worker ??= new Worker(new URL('hclWorker.mjs', import.meta.url)).setMaxListeners(0);
  const parser = worker;
  const id = randomUUID();
  const answered = Promise.withResolvers<z.output<typeof Answer>>();
  const listen = (message: unknown) => {
    const answer = Answer.parse(message);
    if (answer.id === id) answered.resolve(answer);
  };
  parser.on('message', listen).once('error', answered.reject).ref();
  parser.postMessage({ id, file, source });
  try {
    const { json, problem } = await answered.promise;
    if (problem !== undefined) throw new Error(problem);
    return json;
  } finally {
    parser.off('message', listen).off('error', answered.reject);
    if (parser.listenerCount('message') === 0) parser.unref();
  }
}
