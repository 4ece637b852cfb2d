/** What the server has against an entry: it names the field first, which a person has before them. */
export function exclusionProblem(message: string): string {
  const [, index, told] = /^excluded(\.\d+)?: (.*)$/s.exec(message) ?? [];
  if (told === undefined) return message;
  if (index === undefined) return `The entries ${told}.`;
  return told.startsWith('"') ? `${told}.` : `This ${told}.`;
}
