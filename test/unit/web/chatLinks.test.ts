import { describe, expect, test } from '@jest/globals';
import { deceivingHost, withLinks } from '../../../web/src/screens/inbox/chat/links.ts';

const links = (text: string) => withLinks(text).filter((piece) => typeof piece !== 'string');

describe('links in text', () => {
  test('are found with their words, and nothing of the text is lost', () => {
    const text = 'See https://a.example/x?y=1#z, www.b.example/q or write to ann@c.example.';
    expect(withLinks(text)).toEqual([
      'See ',
      { words: 'https://a.example/x?y=1#z', href: 'https://a.example/x?y=1#z', host: null },
      ', ',
      { words: 'www.b.example/q', href: 'https://www.b.example/q', host: null },
      ' or write to ',
      { words: 'ann@c.example', href: 'mailto:ann@c.example', host: null },
      '.',
    ]);
  });

  test.each([
    ['(https://a.example/b_(c))', 'https://a.example/b_(c)'],
    ['"https://a.example/b"', 'https://a.example/b'],
    ['<https://a.example/b>', 'https://a.example/b'],
    ['https://a.example/b...', 'https://a.example/b'],
    ['https://a.example/b?!', 'https://a.example/b'],
  ])('%s leads to %s', (text, href) => {
    expect(links(text)).toEqual([expect.objectContaining({ href })]);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'http://',
    'a@b',
  ])('%s is no link', (text) => expect(links(text)).toEqual([]));

  test.each([
    ['https://bank.example@evil.example/login', 'evil.example'],
    ['https://b\u0430nk.example/', 'xn--bnk-6cd.example'],
    ['https://bank.example%2Fx@evil.example/', 'evil.example'],
    ['https://BANK.example:443/', null],
  ])('%s tells its host where one may err: %s', (text, host) => {
    expect(links(text)).toEqual([expect.objectContaining({ host })]);
  });

  test('a character that turns the line ends an address', () => {
    expect(links('https://a.example/\u202egpj.exe')).toEqual([
      { words: 'https://a.example/', href: 'https://a.example/', host: null },
    ]);
  });

  test.each([
    'a'.repeat(200_000),
    'a@'.repeat(100_000),
    'www.'.repeat(50_000),
    `https://${'.'.repeat(200_000)}`,
    'a.'.repeat(100_000),
  ])('whatever stands in a mail, it is read at once', (text) => {
    const before = performance.now();
    const pieces = withLinks(text);
    expect(pieces.map((piece) => (typeof piece === 'string' ? piece : piece.words)).join('')).toBe(text);
    expect(performance.now() - before).toBeLessThan(3_000);
  });
});

describe('a link whose words are an address', () => {
  test.each([
    ['https://www.bank.example/login', 'https://evil.example/', 'evil.example'],
    ['bank.example', 'https://evil.example/bank.example', 'evil.example'],
    ['bank.example', 'https://bank.example.evil.example/', 'bank.example.evil.example'],
    ['  <bank.example/x>', 'https://evil.example:8443/', 'evil.example:8443'],
    ['bank.example.', 'https://evil.example/', 'evil.example'],
    ['bank.example,', 'https://evil.example/', 'evil.example'],
    ['bank.example,login', 'https://evil.example/', 'evil.example'],
    ['»bank.example«', 'https://evil.example/', 'evil.example'],
    ['"bank.example"', 'https://evil.example/', 'evil.example'],
    ['\u{1F512} bank.example', 'https://evil.example/', 'evil.example'],
    ['//bank.example', 'https://evil.example/', 'evil.example'],
    ['https:\\\\bank.example', 'https://evil.example/', 'evil.example'],
    ['ftp://bank.example', 'https://evil.example/', 'evil.example'],
    ['bank.example/@me', 'https://evil.example/', 'evil.example'],
    ['https://bank.example/@me', 'https://evil.example/', 'evil.example'],
    ['https://user:pw@bank.example', 'https://evil.example/', 'evil.example'],
    ['https://bank.example@evil.example', 'https://evil.example/', 'evil.example'],
    ['\u200bhttps://bank.example', 'https://evil.example/', 'evil.example'],
    ['ba\u00adnk.example', 'https://evil.example/', 'evil.example'],
    ['ba\ufeffnk\u2060.exa\ufe0fmple', 'https://evil.example/', 'evil.example'],
    ['ｂａｎｋ．ｅｘａｍｐｌｅ', 'https://evil.example/', 'evil.example'],
    ['https://bank.example/ Log in', 'https://evil.example/', 'evil.example'],
    ['Log in:\nwww.bank.example', 'https://evil.example/', 'evil.example'],
    ['192.0.2.1', 'https://evil.example/', 'evil.example'],
  ])('%s to %s tells %s', (words, href, host) => {
    expect(deceivingHost(words, href)).toBe(host);
  });

  test.each([
    ['https://www.bank.example/', 'https://bank.example/login'],
    ['bank.example', 'http://www.bank.example/'],
    ['our list', 'https://evil.example/'],
    ['ann@bank.example', 'mailto:ann@bank.example'],
    ['ann@bank.example', 'https://bank.example/write'],
    ['»bank.example.«', 'https://bank.example/'],
    ['ba\u00adnk.example', 'https://bank.example./'],
    ['https://BANK.example:443/@me', 'https://bank.example/'],
    ['192.0.2.1', 'http://192.0.2.1/'],
    ['Only 10.50', 'https://evil.example/'],
    ['10.50', 'https://evil.example/'],
    ['Version 2.0', 'https://evil.example/'],
    ['', 'https://evil.example/'],
    ['bank.example', 'no address'],
  ])('%s to %s needs no more', (words, href) => {
    expect(deceivingHost(words, href)).toBeNull();
  });

  test.each([
    '.'.repeat(200_000),
    'a.'.repeat(100_000),
    'a'.repeat(200_000),
    ' .'.repeat(100_000),
    `https://${'a@'.repeat(100_000)}`,
  ])('is told at once, however long its words are', (words) => {
    const before = performance.now();
    deceivingHost(words, 'https://evil.example/');
    expect(performance.now() - before).toBeLessThan(3_000);
  });
});
