/** Any run of this many characters of a secret counts, so that neither a cut nor a masked beginning hides it. */
const RUN = 16;

const bytesOf = (secret: string, shift: number) => Buffer.from(`${'-'.repeat(shift)}${secret}`);

/** What a secret looks like inside a longer text that was encoded: the three ways in which its bits can fall. */
const encoded = (encoding: 'base64' | 'base64url') => (secret: string) =>
  [0, 1, 2].map((shift) => {
    const bytes = bytesOf(secret, shift);
    const [first, end] = [Math.ceil((shift * 8) / 6), Math.floor((bytes.length * 8) / 6)];
    return bytes.toString(encoding).slice(first, end);
  });

const escaped = (text: string) => JSON.stringify(text).slice(1, -1);

/** The forms in which a secret can be written without being hidden. */
export const FORMS = {
  plain: (secret: string) => [secret],
  'JSON-escaped': (secret: string) => [escaped(secret), escaped(escaped(secret))],
  'URL-encoded': (secret: string) => [
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    encodeURIComponent(encodeURIComponent(secret)),
  ],
  base64: encoded('base64'),
  base64url: encoded('base64url'),
  hex: (secret: string) => [Buffer.from(secret).toString('hex')],
} as const satisfies Record<string, (secret: string) => readonly string[]>;

export interface Leak {
  /** What was found, and in which form. */
  readonly secret: string;
  readonly form: string;
  /** The text that has it. */
  readonly where: string;
}

/** The secrets, by what they are called, of which a part stands in one of the texts in whatever form. */
export function findLeaks(
  texts: readonly string[],
  secrets: readonly (readonly [name: string, secret: string])[],
): readonly Leak[] {
  const traces = secrets.flatMap(([name, secret]) => tracesOf(name, secret));
  // The simplest form gives the name: it comes first, and the last of a map's entries wins.
  const named = new Map(traces.reverse().map((trace) => [trace.run, trace]));
  return texts.flatMap((where) => {
    const found = new Map<string, Leak>();
    for (const run of runsOf(where)) {
      const trace = named.get(run);
      if (trace) found.set(`${trace.secret}, ${trace.form}`, { ...trace, where });
    }
    return [...found.values()].map(({ secret, form }) => ({ secret, form, where }));
  });
}

function tracesOf(name: string, secret: string) {
  if (secret.length < RUN) throw new Error(`${name} is too short to be looked for`);
  return Object.entries(FORMS).flatMap(([form, write]) =>
    write(secret).flatMap((written) => runsOf(written).map((run) => ({ run, secret: name, form }))),
  );
}

function runsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - RUN + 1) }, (_, at) => text.slice(at, at + RUN));
}
