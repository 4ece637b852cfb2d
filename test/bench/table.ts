export interface Table {
  readonly title: string;
  /** What the figures mean, and under which conditions they were taken. */
  readonly note: string;
  readonly rows: readonly Readonly<Record<string, string | number>>[];
}

/** Prints a table in Markdown, so that it can be pasted where it is wanted. */
export function printTable({ title, note, rows }: Table): void {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [
    columns,
    columns.map(() => '---'),
    ...rows.map((row) => columns.map((column) => show(row[column]))),
  ];
  console.log(`\n### ${title}\n\n${note}\n\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`);
}

function show(value: string | number | undefined): string {
  if (typeof value !== 'number') return value ?? '';
  return Number.isInteger(value) || value >= 100
    ? Math.round(value).toLocaleString('en')
    : value.toPrecision(3);
}

/** The value that `fraction` of the samples do not exceed (nearest rank). */
export function percentile(samples: readonly number[], fraction: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)] ?? Number.NaN;
}
