import './avatar.css';

const HUES = 8;

/** The same colour for the same person, wherever they are shown. */
function hueOf(key: string): number {
  let sum = 0;
  for (const letter of key) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 4093;
  return sum % HUES;
}

/** Initials; decoration, for the name always stands beside it. */
export function Avatar({ name }: { readonly name: string }) {
  const words = name.split(/[\s@.]+/).filter((word) => /^\p{L}/u.test(word));
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? '')][0] ?? '',
  );
  return (
    <span class={`avatar avatar--${hueOf(name)}`} aria-hidden="true">
      {initials.join('').toUpperCase() || '?'}
    </span>
  );
}
