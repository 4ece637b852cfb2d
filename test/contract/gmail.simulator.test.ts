import { afterAll, beforeAll, describe, test } from '@jest/globals';
import type { GmailServer } from './gmail/gmailServer.ts';
import { startSimulatorServer } from './gmail/simulatorServer.ts';
import { GMAIL_CONTRACT } from './gmail.contract.ts';

describe('our adapters against our simulator', () => {
  let server: GmailServer;
  beforeAll(async () => {
    server = await startSimulatorServer();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  test.each(Object.entries(GMAIL_CONTRACT))('%s', (_, run) => run(server));
});
