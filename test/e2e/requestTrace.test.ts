import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { type Stack, startStack } from '../support/stack/stack.ts';

let stack: Stack;
const logged: string[] = [];

beforeAll(async () => {
  stack = await startStack({ onLine: (line) => logged.push(line) });
});
afterAll(() => stack.stop());

const LABELS = 'logging.googleapis.com/labels';
const TRACE = 'logging.googleapis.com/trace';

/** A notification of a mailbox that nobody has, which Firestore is asked for first; its line, known by the history id. */
async function lineOf(historyId: number, headers: Readonly<Record<string, string>>) {
  const data = JSON.stringify({ emailAddress: anAddress(), historyId });
  const response = await fetch(`${stack.functions.url}/gmailPush`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      message: { data: Buffer.from(data).toString('base64'), messageId: '1', publishTime: new Date() },
      subscription: `projects/${stack.projectId}/subscriptions/s`,
    }),
  });
  expect(response.status).toBe(204);
  const found = () =>
    logged.map((line) => JSON.parse(line)).find((line) => line.historyId === String(historyId));
  await eventually('its line is written', () => found() !== undefined);
  return found();
}

test('a line belongs to the trace and the execution of its own request, also among many at once', async () => {
  const requests = Array.from({ length: 20 }, (_, index) => ({
    historyId: 1_000 + index,
    trace: randomBytes(16).toString('hex'),
    execution: randomBytes(6).toString('hex'),
  }));
  const lines = await Promise.all(
    requests.map(({ historyId, trace, execution }) =>
      lineOf(historyId, {
        traceparent: `00-${trace}-00000000000000ff-01`,
        'function-execution-id': execution,
      }),
    ),
  );
  for (const [index, { trace, execution }] of requests.entries()) {
    expect(lines[index]).toMatchObject({
      event: 'pushIgnored',
      [TRACE]: `projects/${stack.projectId}/traces/${trace}`,
      'logging.googleapis.com/spanId': '00000000000000ff',
      [LABELS]: { event: 'pushIgnored', execution_id: execution },
    });
  }
  // On connections that were used before.
  const plain = await lineOf(2_000, {});
  expect(plain).not.toHaveProperty([TRACE]);
  expect(plain[LABELS]).toEqual({ event: 'pushIgnored' });
});
