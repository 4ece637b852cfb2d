import { describe, expect, test } from '@jest/globals';
import { readAudit } from '../../support/checks/findAdvisories.ts';

const flaw = (severity: string, via: readonly unknown[]) => ({ severity, range: '<2.0.0', via, nodes: [] });

describe('what npm audit says', () => {
  test('of serious flaws is told, with where to read of them', () => {
    const vulnerabilities = {
      a: flaw('critical', [{ title: 'It runs what it reads', url: 'https://example.com/a' }]),
      b: flaw('high', ['a']),
      c: flaw('moderate', ['d']),
    };
    expect(readAudit(JSON.stringify({ vulnerabilities, metadata: {} }))).toEqual({
      problems: [
        'a <2.0.0: critical, It runs what it reads (https://example.com/a)',
        'b <2.0.0: high, through a',
      ],
    });
  });

  test('of none is good news', () => {
    expect(readAudit('{"vulnerabilities":{}}')).toEqual({ problems: [] });
  });

  test.each([
    [
      'a registry that does not know the question',
      '{"message":"405 Method Not Allowed","statusCode":405}',
      '405',
    ],
    ['no network', '{"message":"request failed, reason: getaddrinfo ENOTFOUND"}', 'ENOTFOUND'],
    ['nothing at all', '', 'no answer'],
    ['a page of html', '<html></html>', 'no answer'],
  ])('with %s is neither good news nor bad', (_, stdout, why) => {
    expect(readAudit(stdout)).toEqual({ notChecked: expect.stringContaining(why) });
  });
});
