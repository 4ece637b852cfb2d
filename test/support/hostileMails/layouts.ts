import { EVIL, type HostileMail } from './hostileMail.ts';

const nested = (element: string, depth: number): string =>
  `${`<${element}>`.repeat(depth)}deep${`</${element}>`.repeat(depth)}`;

/** Mails that want to be larger than their place, or in another one. */
export const LAYOUTS: readonly HostileMail[] = [
  {
    name: 'a cover over everything',
    html: `<div style="position:fixed;inset:0;z-index:2147483647;background:#fff">Your session has ended. <a href="${EVIL}/login">Log in</a></div><div style="position:absolute;top:-5000px;left:-5000px;width:20000px;height:20000px">x</div><div style="margin:-9999px">x</div><div style="transform:scale(1000)">x</div>`,
  },
  {
    name: 'ten thousand pixels',
    html:
      '<div style="width:10000px">wide</div><table width="10000"><tr><td>wide</td></tr></table><pre>' +
      'x'.repeat(20_000) +
      '</pre>',
  },
  {
    name: 'a word without end',
    text: 'x'.repeat(50_000),
    subject: 'y'.repeat(900),
    fromName: 'z'.repeat(500),
  },
  { name: 'a mail without end', html: '<div style="height:9000000px">tall</div>' },
  {
    name: 'heights of the window',
    html: '<div style="height:100vh;padding:50px">grows</div><div style="min-height:200vh">grows</div><table height="100%"><tr><td height="100%">grows</td></tr></table><div style="height:calc(100vh + 10px)">grows</div><div style="height:100dvh">x</div>',
  },
  { name: 'nested without end', html: nested('div', 5_000) },
  { name: 'tables in tables', html: `${'<table><tr><td>'.repeat(400)}deep` },
  { name: 'quotes in quotes', html: nested('blockquote', 300) },
  {
    name: 'nothing that closes',
    html: '<table><tr><td><b><i><a href="https://x.example"><font color=red><div><ul><li>open'.repeat(50),
  },
  {
    name: 'no html at all',
    html: '<<<>>></p></div></td></table></body></html>\u0000<p \u0000title="x\u0000">null</p><',
  },
  { name: 'very many elements', html: '<p>a <b>word</b></p>'.repeat(20_000) },
  { name: 'very much of it', html: `<p>${'A long letter. '.repeat(55_000)}</p>` },
  {
    name: 'white on white',
    html: '<div style="color:#fff;background:#fff;font-size:0;opacity:0;visibility:hidden;display:none">hidden</div><p style="text-indent:-99999px">off</p>',
  },
  {
    name: 'letters upon letters',
    text: `Z${'\u0300\u0301\u0302'.repeat(2_000)}algo`,
    subject: `Z${'\u0300'.repeat(300)}`,
  },
  {
    name: 'columns and floats',
    html:
      '<div style="float:left;width:3000px">x</div><div style="float:right">y</div><div style="overflow:visible;width:1px;white-space:nowrap">' +
      'word '.repeat(3_000) +
      '</div>',
  },
];
