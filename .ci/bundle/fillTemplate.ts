import type { FirstLoad } from './firstLoad.ts';

/** Where index.html is to have its scripts and styles, on a line of its own in the head. */
const PLACE = '<!-- assets -->';

/** Names the scripts and styles in the template. All modules are named at once, so that none waits for another. */
export function fillTemplate(template: string, { scripts: [entry, ...imported], styles }: FirstLoad): string {
  const [before, after, ...more] = template.split(PLACE);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`web/index.html has to have ${PLACE} once, in its head`);
  const indent = /[^\S\n]*$/.exec(before)?.[0] ?? '';
  const lines = [
    ...styles.map((path) => `<link rel="stylesheet" href="/${path}">`),
    `<script type="module" src="/${entry}"></script>`,
    ...imported.map((path) => `<link rel="modulepreload" href="/${path}">`),
  ];
  return before + lines.join(`\n${indent}`) + after;
}
