import { calmed } from './calmed.ts';
import type { Prose } from './prose.ts';
import { type Pasted, simplified } from './simplified.ts';

/** What is written in an element, as it can be sent. */
export const proseIn = (node: Node): readonly Prose[] => simplified(pastedIn(node));

/** What is written in html, whoever's. It is parsed where nothing of it runs or is loaded. */
export function proseOf(html: string): readonly Prose[] {
  const template = document.createElement('template');
  template.innerHTML = calmed(html);
  return proseIn(template.content);
}

function pastedIn(node: Node): readonly Pasted[] {
  return [...node.childNodes].flatMap((child): Pasted | readonly Pasted[] => {
    if (child instanceof Text) return child.data;
    if (!(child instanceof Element)) return [];
    return {
      name: child.localName,
      style: child.getAttribute('data-style') ?? '',
      href: child.getAttribute('href') ?? '',
      children: pastedIn(child),
    };
  });
}
