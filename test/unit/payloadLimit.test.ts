import { describe, expect, test } from '@jest/globals';
import { payloadLimit, payloadProblem } from '../../shared/domain/payloadLimit.ts';

const CLOUD_RUN = 32 * 1024 * 1024;
const MB = 1_000_000;

describe('the size of a call', () => {
  test('is 64 KB at most, to the byte', () => {
    expect(payloadProblem('syncNow', 65_536, {})).toBeUndefined();
    expect(payloadProblem('syncNow', 65_537, {})).toBe(
      'The call has 65537 bytes: syncNow takes 65536 at most.',
    );
  });

  test('of a mail has room for 25 MB of attachments and a long text, within what Cloud Run takes', () => {
    const attachment = Math.ceil((25 * MB) / 3) * 4;
    const text = 100_000;
    expect(payloadLimit('sendMessage')).toBeGreaterThan(attachment + text);
    expect(payloadLimit('sendMessage')).toBeLessThan(CLOUD_RUN - 16 * 1024);
  });
});

describe('the shape of a call', () => {
  const problemOf = (data: unknown) => payloadProblem('sendMessage', 1_000, { data });
  const nested = (levels: number): unknown => (levels === 0 ? 'x' : [nested(levels - 1)]);

  test('of the biggest mail is fine', () => {
    const to = Array.from({ length: 500 }, (_, index) => ({ name: 'Ann', address: `a${index}@example.com` }));
    const attachments = Array.from({ length: 100 }, () => ({ filename: 'a', mimeType: 'a/b', data: '' }));
    expect(
      problemOf({ mailboxId: 'm', requestId: 'r', to, subject: 's', text: 't', attachments }),
    ).toBeUndefined();
  });

  test('is 8 levels deep at most, and looking at it does not go down by recursion', () => {
    expect(problemOf(nested(7))).toBeUndefined();
    expect(problemOf(nested(9))).toMatch('more than 8 levels');
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(problemOf(deep)).toMatch('more than 8 levels');
  });

  test('has 5,000 values at most, wherever they are', () => {
    expect(problemOf(Array.from({ length: 4_999 }, () => 0))).toBeUndefined();
    expect(problemOf(Array.from({ length: 5_000 }, () => 0))).toMatch('more than 5000 values');
    const spread = Array.from({ length: 50 }, () => ({ to: Array.from({ length: 100 }, () => 0) }));
    expect(problemOf(spread)).toMatch('more than 5000 values');
    const keys = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, 0]));
    expect(problemOf(keys)).toMatch('more than 5000 values');
  });

  test('has no typed values', () => {
    expect(problemOf({ mailboxId: { '@type': 'type.googleapis.com/google.protobuf.Int64Value' } })).toMatch(
      '@type',
    );
  });

  test('of what is no JSON is not looked into', () => {
    expect(payloadProblem('syncNow', 10, Buffer.alloc(60_000))).toBeUndefined();
    expect(payloadProblem('syncNow', 10, 'text')).toBeUndefined();
    expect(payloadProblem('syncNow', 0, undefined)).toBeUndefined();
  });
});
