import { parentPort } from 'node:worker_threads';
import { parse } from '@cdktf/hcl2json';

/** Parses a file a message. Here rather than beside the tests, because what the parser is made of keeps timers of its own. */
parentPort?.on('message', async ({ id, file, source }) => {
  try {
    parentPort?.postMessage({ id, json: await parse(file, source) });
  } catch (error) {
    parentPort?.postMessage({ id, problem: String(error) });
  }
});
