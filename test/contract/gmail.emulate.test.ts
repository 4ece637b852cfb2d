import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EMULATE_LACKS } from './emulate-lacks.ts';
import { type EmulateServer, startEmulateServer } from './gmail/emulateServer.ts';
import { GMAIL_CONTRACT } from './gmail.contract.ts';

describe('our adapters against emulate', () => {
  let server: EmulateServer;
  beforeAll(async () => {
    server = await startEmulateServer();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  const lacking = new Set(EMULATE_LACKS.map(({ case: name }) => name));
  const kept = Object.entries(GMAIL_CONTRACT).filter(([name]) => !lacking.has(name));
  test.each(kept)('%s', (_, run) => run(server));

  test.each(EMULATE_LACKS)('emulate still lacks: $case', async ({ case: name, shows }) => {
    const run = GMAIL_CONTRACT[name];
    if (!run) throw new Error(`The contract has no such case: ${name}`);
    const failure: unknown = await run(server).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failure === undefined) throw new Error(`emulate does this now, take it off the list: ${name}`);
    expect(stripVTControlCharacters(String(failure))).toMatch(shows);
  });

  test('emulate still lacks: a history id within 64 bits', async () => {
    const id = await server.rawHistoryId();
    expect(BigInt(id)).toBeGreaterThan(2n ** 64n - 1n);
  });
});
