import type { CheckResult } from './runChecks.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** What the last line of a test run says: checks and tests together, and nothing that went wrong left out. */
export function tally(run: {
  readonly checks: readonly CheckResult[];
  /** `counts` is undefined when Jest ended before it could tell. */
  readonly jest: { readonly exitCode: number; readonly counts: Counts | undefined };
  /** Whether a pattern was given, so that there may be nothing to run. */
  readonly selective: boolean;
}): Counts {
  const { exitCode, counts = { passed: 0, failed: 0 } } = run.jest;
  const nothingRan = counts.passed + counts.failed === 0 && !run.selective;
  const failedSilently = exitCode !== 0 && counts.failed === 0;
  const passedChecks = run.checks.filter(({ passed }) => passed).length;
  return {
    passed: passedChecks + counts.passed,
    failed: run.checks.length - passedChecks + counts.failed + (nothingRan || failedSilently ? 1 : 0),
  };
}
