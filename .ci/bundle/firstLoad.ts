export type Outputs = Readonly<
  Record<
    string,
    {
      readonly entryPoint?: string;
      readonly imports: readonly {
        readonly path: string;
        readonly kind: string;
        readonly external?: boolean;
      }[];
    }
  >
>;

/** What index.html names, by paths in the folder that is served. */
export interface FirstLoad {
  /** The entry, and behind it what it imports before anything runs. */
  readonly scripts: readonly [entry: string, ...imported: string[]];
  readonly styles: readonly string[];
}

const ENTRY = 'web/src/main.tsx';

/**
 * Parts that are imported later are loaded later. Their styles are not: nothing but index.html would load a stylesheet,
 * and there is too little in them to be worth it.
 */
export function firstLoadOf(outputs: Outputs): FirstLoad {
  const [entry] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === ENTRY) ?? [];
  if (entry === undefined) throw new Error(`The bundle has no ${ENTRY}`);
  const imported = [...reach(outputs, entry)].filter((path) => path !== entry).sort();
  const styles = Object.keys(outputs).filter((path) => path.endsWith('.css'));
  const ofEntry = (path: string) => (/^assets\/main-[^/]*$/.test(path) ? 0 : 1);
  styles.sort((a, b) => ofEntry(a) - ofEntry(b) || (a < b ? -1 : 1));
  return { scripts: [entry, ...imported], styles };
}

function reach(outputs: Outputs, entry: string): ReadonlySet<string> {
  const found = new Set<string>([entry]);
  for (const path of found) {
    for (const { path: next, kind, external } of outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && !external) found.add(next);
  }
  return found;
}
