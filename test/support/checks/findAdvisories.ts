import { execFile } from 'node:child_process';
import { z } from 'zod';

/** Problems, or why nobody could say whether there are any. */
export type Looked = { readonly problems: readonly string[] } | { readonly notChecked: string };

/** It asks the registry about each package of the lockfile; where that cannot be reached, it gives up. */
const PATIENCE_MS = 30_000;

const SERIOUS = new Set(['high', 'critical']);

const Via = z.union([z.string(), z.object({ title: z.string(), url: z.string() })]);
const Report = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({ severity: z.string(), range: z.string(), via: z.array(Via) }),
  ),
});
const Failure = z.object({ message: z.string() });

/** Serious flaws that are published of what the product is shipped with. */
export function findAdvisories(root: string): Promise<Looked> {
  const asked = ['audit', '--omit=dev', '--audit-level=high', '--json', '--fetch-retries=0'];
  return new Promise((resolve) => {
    // It exits with 1 for flaws as for failures: what it says tells them apart.
    execFile('npm', asked, { cwd: root, timeout: PATIENCE_MS, maxBuffer: 64 << 20 }, (_error, stdout) =>
      resolve(readAudit(stdout)),
    );
  });
}

/** What `npm audit --json` says. An answer that is none is no good news. */
export function readAudit(stdout: string): Looked {
  const told = parsed(stdout);
  const report = Report.safeParse(told);
  if (!report.success) {
    const why = Failure.safeParse(told).data?.message ?? 'no answer';
    return { notChecked: `the registry's audit is out of reach: ${why}` };
  }
  const serious = Object.entries(report.data.vulnerabilities).filter(([, { severity }]) =>
    SERIOUS.has(severity),
  );
  return {
    problems: serious.map(([name, flaw]) => `${name} ${flaw.range}: ${flaw.severity}${reasonsOf(flaw.via)}`),
  };
}

const reasonsOf = (via: readonly z.output<typeof Via>[]): string =>
  via
    .map((each) => (typeof each === 'string' ? `, through ${each}` : `, ${each.title} (${each.url})`))
    .join('');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
