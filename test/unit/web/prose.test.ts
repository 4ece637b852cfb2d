import { describe, expect, test } from '@jest/globals';
import { calmed } from '../../../web/src/screens/inbox/composer/editor/calmed.ts';
import { linkOf } from '../../../web/src/screens/inbox/composer/editor/links.ts';
import {
  htmlOf,
  isFormatted,
  type Prose,
  type ProseTag,
  textOf,
  trimmed,
} from '../../../web/src/screens/inbox/composer/editor/prose.ts';
import { type Pasted, simplified } from '../../../web/src/screens/inbox/composer/editor/simplified.ts';

const of = (tag: ProseTag, ...children: readonly Prose[]): Prose => ({ tag, children });
const link = (href: string, ...children: readonly Prose[]): Prose => ({ tag: 'a', href, children });
const br = of('br');

describe('plain text of what is written', () => {
  test.each<[string, readonly Prose[], string]>([
    ['lines', [of('div', 'One'), of('div', br), of('div', 'Two', br), 'Three'], 'One\n\nTwo\nThree'],
    ['breaks', [of('div', 'One', br, 'Two', br, br)], 'One\nTwo'],
    ['lists', [of('ul', of('li', 'One'), of('li', 'Two', br, 'more'))], '- One\n- Two\n  more'],
    ['numbers', [of('ol', of('li', of('div', 'One')), of('li', 'Two'))], '1. One\n2. Two'],
    ['lists in lists', [of('ul', of('li', 'One', of('ul', of('li', 'Two'))))], '- One\n  - Two'],
    [
      'quotes',
      [of('blockquote', of('div', 'One'), of('div', br), of('blockquote', of('div', 'Two')))],
      '> One\n>\n> > Two',
    ],
    ['links', [of('div', 'See ', link('https://example.com/a', 'this'))], 'See this <example.com/a>'],
    ['links that are written out', [link('http://www.example.com/', 'www.example.com')], 'www.example.com'],
    ['addresses', [link('mailto:ann@example.com', 'ann@example.com')], 'ann@example.com'],
    ['spaces that do not break', [of('div', 'a\u00A0b ')], 'a b'],
  ])('has %s', (_, prose, text) => expect(textOf(prose)).toBe(text));

  test('is enough where nothing is formatted', () => {
    expect(isFormatted([of('div', 'One', br), of('div', link('http://example.com/', 'example.com'))])).toBe(
      false,
    );
    for (const tag of ['b', 'i', 'u', 'ul', 'ol', 'blockquote'] as const)
      expect(isFormatted([of('div', of(tag, 'x'))])).toBe(true);
    expect(isFormatted([of('div', link('https://example.com/', 'here'))])).toBe(true);
  });
});

describe('html of what is written', () => {
  test('takes nothing for a tag that somebody has typed', () => {
    expect(htmlOf([of('div', '<b onclick="x">&amp;')])).toBe(
      '<div dir="auto">&lt;b onclick=&quot;x&quot;&gt;&amp;amp;</div>',
    );
    expect(htmlOf([link('https://example.com/"onclick="x', 'a')])).not.toContain('"onclick');
  });

  test('ends with its last words', () => {
    expect(htmlOf(trimmed([of('div', 'One'), of('div', br), of('div', ' ')]))).toBe(
      '<div dir="auto">One</div>',
    );
    expect(trimmed([of('div', br)])).toEqual([]);
  });
});

interface Given {
  readonly style?: string;
  readonly href?: string;
}
const pasted = (
  name: string,
  children: readonly Pasted[],
  { style = '', href = '' }: Given = {},
): Pasted => ({
  name,
  style,
  href,
  children,
});
const simple = (...nodes: readonly Pasted[]) => htmlOf(simplified(nodes));

describe('what is pasted', () => {
  test('keeps emphasis, however it is written', () => {
    expect(simple(pasted('strong', ['a']))).toBe('<b>a</b>');
    expect(simple(pasted('span', ['a'], { style: 'FONT-WEIGHT: 700; font-style:italic' }))).toBe(
      '<i><b>a</b></i>',
    );
    expect(simple(pasted('span', ['a'], { style: 'text-decoration: none underline' }))).toBe('<u>a</u>');
    expect(simple(pasted('b', [pasted('p', ['a'])], { style: 'font-weight:normal' }))).toBe(
      '<div dir="auto">a</div>',
    );
  });

  test('keeps paragraphs apart', () => {
    expect(simple(pasted('p', ['a']), ' ', pasted('p', ['b']))).toBe(
      '<div dir="auto">a</div><div dir="auto"><br></div> <div dir="auto">b</div>',
    );
    expect(simple(pasted('p', ['a'], { style: 'margin: 0cm' }), pasted('p', ['b']))).not.toContain('<br>');
    expect(simple(pasted('h2', ['a']), pasted('h3', ['b']))).toBe(
      '<div dir="auto"><b>a</b></div><div dir="auto"><b>b</b></div>',
    );
  });

  test('makes a line of each row of a table', () => {
    const row = (...cells: readonly string[]) =>
      pasted(
        'tr',
        cells.map((cell) => pasted('td', [cell])),
      );
    expect(textOf(simplified([pasted('table', [pasted('tbody', [row('a', 'b'), row('c', 'd')])])]))).toBe(
      'a b\nc d',
    );
  });

  test('keeps the lines of what is preformatted', () => {
    expect(textOf(simplified([pasted('pre', ['a\nb'])]))).toBe('a\nb');
  });

  test('has no pictures, forms, scripts and styles', () => {
    for (const name of ['script', 'style', 'svg', 'iframe', 'title', 'textarea', 'button'])
      expect(simple(pasted(name, ['x']))).toBe('');
    expect(simple(pasted('img', []), pasted('input', []), pasted('font', ['a']))).toBe('a');
  });

  test('leads nowhere but to pages, people and telephones', () => {
    expect(simple(pasted('a', ['x'], { href: 'https://example.com/?a=1&b=2' }))).toBe(
      '<a href="https://example.com/?a=1&amp;b=2">x</a>',
    );
    for (const href of [
      'javascript:alert(1)',
      ' java\nscript:alert(1)',
      'data:text/html,x',
      'file:///etc',
      '/x',
    ])
      expect(simple(pasted('a', ['x'], { href }))).toBe('x');
  });
});

describe('html that is looked at', () => {
  test('has no styles and no scripts of its own', () => {
    expect(calmed('<p title="a>b" style="color:red" onclick=x>style="x" onclick=x</p>')).toBe(
      '<p title="a>b" data-style="color:red" data-onclick=x>style="x" onclick=x</p>',
    );
    expect(calmed("<img/onerror='x'STYLE = y>")).toBe("<img/data-onerror='x'data-STYLE = y>");
  });
});

describe('a link that is typed', () => {
  test.each([
    ['www.example.com', 'https://www.example.com/'],
    ['example.com:8080/a?b#c', 'https://example.com:8080/a?b#c'],
    ['http://localhost/', 'http://localhost/'],
    [' https://example.com/ ', 'https://example.com/'],
    ['ann@example.com', 'mailto:ann@example.com'],
    ['mailto:ann@example.com', 'mailto:ann@example.com'],
    ['tel:+4412345', 'tel:+4412345'],
  ])('%j leads to %j', (typed, href) => expect(linkOf(typed)).toBe(href));

  test.each([
    '',
    'hello',
    'two words',
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'data:text/html,x',
    'https://',
  ])('%j leads nowhere', (typed) => expect(linkOf(typed)).toBeUndefined());
});
