import { describe, expect, test } from '@jest/globals';
import { readSnippet } from '../../../shared/domain/content/snippet.ts';

describe('the snippet', () => {
  test.each([
    [
      "Gmail's own with its entities decoded",
      'Tom &amp; Ann&#39;s &lt;offer&gt; &#x1F600; &quot;ok&quot;',
      'text',
      'Tom & Ann\'s <offer> 😀 "ok"',
    ],
    [
      'an ampersand that begins nothing',
      'AT&T & more &unknown; &#99999999;',
      'text',
      'AT&T & more &unknown; &#99999999;',
    ],
    ['no surrogate made of an entity', 'a&#xD800;b&#0;c&#x110000;d', 'text', 'abcd'],
    ['without the padding of newsletters', 'Sale! \u034f \u200c \u034f \u200c\u00a0', 'text', 'Sale!'],
    ['the text when Gmail has none', '', 'Hello\n\n  Ann', 'Hello Ann'],
    ['the text when Gmail has only padding', '\u200c \u200c', 'Hello', 'Hello'],
    ['nothing of nothing', '', '', ''],
  ])('%s', (_, gmail, text, read) => {
    expect(readSnippet(gmail, text)).toBe(read);
  });

  test('the text is cut after 200 characters, and an emoji is one', () => {
    expect(readSnippet('', '😀'.repeat(500))).toBe('😀'.repeat(200));
  });
});
