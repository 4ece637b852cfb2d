/** The sections of a page by the anchor that GitHub gives their headings, each up to the next heading of its rank. */
export function anchorsOf(page: string): ReadonlyMap<string, string> {
  const headings = [...withoutCode(page).matchAll(/^(#{1,6}) (.+)$/gm)];
  return new Map(
    headings.map(({ 1: marks = '', 2: words = '', index }, at) => {
      const next = headings.slice(at + 1).find(([, others = '']) => others.length <= marks.length);
      return [anchorOf(words), page.slice(index, next?.index)];
    }),
  );
}

/** Everything else stays where it is. */
const withoutCode = (page: string): string =>
  page.replace(/^ *```[\s\S]*?^ *```$/gm, (block) => ' '.repeat(block.length));

/** Words that stand as code within a sentence or a cell. */
export const codeSpansIn = (page: string): readonly string[] =>
  [...withoutCode(page).matchAll(/`([^`\n]+)`/g)].flatMap(([, span]) => span ?? []);

/** As github.com does it: small letters, hyphens for spaces, and nothing but words. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
