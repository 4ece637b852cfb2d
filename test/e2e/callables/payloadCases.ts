import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect } from '@jest/globals';
import { z } from 'zod';
import { payloadLimit } from '../../../shared/domain/payloadLimit.ts';
import type { CallableCases, CallableStage } from '../../support/stack/callableStage.ts';
import { refusalOf } from '../../support/stack/client.ts';
import { missingIds, SAMPLES } from './samples.ts';

const Refusal = z.strictObject({
  error: z.strictObject({ status: z.string(), message: z.string() }),
});

/** A call as no SDK sends it. */
async function post(
  stage: CallableStage,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
) {
  const { idToken } = await stage.agents.anAgent();
  return fetch(`${stage.stack.functions.url}/syncNow`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${idToken}`, ...headers },
    body,
  });
}

const nested = (levels: number) => `{"data":${'['.repeat(levels)}${']'.repeat(levels)}}`;

/** What is refused in the protocol's own shape, and by which words. */
const ODD: Readonly<Record<string, readonly [body: string, told: RegExp, headers?: Record<string, string>]>> =
  {
    'nested as deeply as 64 KB can be': [nested(30_000), /nested more than 8 levels/],
    'nested a little too deeply': [nested(9), /nested more than 8 levels/],
    'of very many values': [`{"data":[${'0,'.repeat(6_000)}0]}`, /more than 5000 values/],
    'with a number that JavaScript lacks': [
      '{"data":{"mailboxId":{"@type":"type.googleapis.com/google.protobuf.Int64Value","value":"1"}}}',
      /@type/,
    ],
    'with a type that nobody knows': ['{"data":{"@type":"x"}}', /@type/],
    'with a prototype': ['{"data":{"__proto__":{"mailboxId":1}}}', /mailboxId/],
    'that is a text': ['{"data":"mailboxId"}', /expected object/],
    'that is a list': ['{"data":[]}', /expected object/],
    'that is nothing': ['{"data":null}', /mailboxId/],
    'without data': ['{}', /Bad Request/],
    'with more than data': ['{"data":{},"user":"x"}', /Bad Request/],
    'that is a list as a whole': ['[]', /Bad Request/],
    'without a body': ['', /Bad Request/],
    'of another content type': ['{"data":{}}', /Bad Request/, { 'content-type': 'text/plain' }],
    'of no known content type': ['{"data":{}}', /Bad Request/, { 'content-type': 'x/y' }],
    'of a form': ['data=1', /Bad Request/, { 'content-type': 'application/x-www-form-urlencoded' }],
  };

const oddCases = Object.fromEntries(
  Object.entries(ODD).map(([what, [body, told, headers]]) => [
    `a call ${what} is an invalid argument`,
    async (stage: CallableStage) => {
      const response = await post(stage, body, headers);
      expect(response.status).toBe(400);
      expect(Refusal.parse(stripFields(await response.json())).error).toEqual({
        status: 'INVALID_ARGUMENT',
        message: expect.stringMatching(told),
      });
    },
  ]),
);

/** The fields that are wrong are told besides, where the input was read. */
function stripFields(answer: unknown): unknown {
  const { error } = z.object({ error: z.looseObject({}) }).parse(answer);
  const { details: _, ...rest } = error;
  return { error: rest };
}

export const PAYLOAD_CASES: CallableCases = {
  ...oddCases,

  'a call that is too big is refused with the limit, before the agent is looked up': async (stage) => {
    const client = await stage.client(await stage.agents.aUser());
    const { code, message } = await refusalOf(client.send('syncNow', { mailboxId: 'x'.repeat(65_536) }));
    expect(code).toBe('invalid-argument');
    expect(message).toMatch(/^The call has 655\d\d bytes: syncNow takes 65536 at most\.$/);
    const small = await refusalOf(client.send('syncNow', { mailboxId: 'x'.repeat(65_000) }));
    expect(small.code).toBe('permission-denied');
  },

  'a stranger’s big call is refused as a stranger’s': async (stage) => {
    const visitor = await stage.client();
    const { code } = await refusalOf(
      visitor.send('syncNow', { mailboxId: 'x'.repeat(payloadLimit('syncNow')) }),
    );
    expect(code).toBe('unauthenticated');
  },

  'a mail with 25 MB of attachments is taken, and one that is bigger than can be is not': async (stage) => {
    const client = await stage.client(await stage.agents.anAgent());
    const sent = (bytes: number) => {
      const attachments = [{ filename: 'plan.pdf', data: Buffer.alloc(bytes, 1).toString('base64') }];
      return refusalOf(client.call('sendMessage', { ...SAMPLES.sendMessage(missingIds()), attachments }));
    };
    expect(await sent(25_000_000)).toMatchObject({ code: 'not-found' });
    expect(await sent(25_060_000)).toMatchObject({
      code: 'invalid-argument',
      message: 'attachments: together are 25.1 MB, and Gmail takes 25 MB',
    });
    expect(await sent(25_200_000)).toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(/sendMessage takes 33500000 at most/),
    });
  },

  'what is no JSON is refused without a look at it': async (stage) => {
    expect((await post(stage, '{"data": ')).status).toBe(400);
    expect((await post(stage, '{"data":{}}', { 'content-type': 'application/json; charset=x' })).status).toBe(
      415,
    );
  },

  'nothing that is compressed is inflated': async (stage) => {
    const call = JSON.stringify({ data: SAMPLES.syncNow(missingIds()) });
    // Inflated it would be understood.
    expect((await post(stage, call)).status).toBe(404);
    const compressed = {
      gzip: gzipSync(call),
      deflate: deflateSync(call),
      br: brotliCompressSync(call),
      x: gzipSync(Buffer.alloc(50_000_000, ' ')),
    };
    for (const [encoding, body] of Object.entries(compressed)) {
      const response = await post(stage, new Uint8Array(body), { 'content-encoding': encoding });
      expect([encoding, response.status]).toEqual([encoding, 400]);
    }
  },
};
