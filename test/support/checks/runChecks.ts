import { spawn } from 'node:child_process';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Check } from './checks.ts';

const AT_A_TIME = 2;

export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
}

/**
 * Runs the checks, prints a line for each as it ends, and then the whole output of those that failed, or could not be
 * made: those fail nothing, and are not passed over in silence either.
 */
export async function runChecks(root: string, checks: readonly Check[]): Promise<readonly CheckResult[]> {
  const limit = pLimit(AT_A_TIME);
  const results = await Promise.all(checks.map((check) => limit(() => runCheck(root, check))));
  for (const { name, passed, isUnknown, output } of results) {
    if (!passed || isUnknown) console.log(`\n--- ${name}\n${output.trim()}`);
  }
  return results;
}

async function runCheck(root: string, check: Check): Promise<CheckResult & Outcome> {
  const start = performance.now();
  const outcome = 'command' in check ? await runTool(root, check) : await findProblems(root, check);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${check.name.padEnd(10)} ${verdictOf(outcome)} ${seconds.padStart(5)} s`);
  return { name: check.name, ...outcome };
}

type Outcome = { passed: boolean; isUnknown?: boolean; output: string };

function verdictOf({ passed, isUnknown = false }: Outcome): string {
  if (isUnknown) return 'NOT CHECKED';
  return passed ? 'ok    ' : 'FAILED';
}

function runTool(root: string, check: Extract<Check, { command: string }>): Promise<Outcome> {
  const command = join(root, 'node_modules', '.bin', check.command);
  const child = spawn(command, check.arguments, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ passed: false, output: error.message }));
    child.once('close', (code) => resolve({ passed: code === 0, output }));
  });
}

async function findProblems(root: string, check: Exclude<Check, { command: string }>): Promise<Outcome> {
  try {
    const looked = 'look' in check ? await check.look(root) : { problems: await check.findProblems(root) };
    if ('notChecked' in looked) return { passed: true, isUnknown: true, output: looked.notChecked };
    const { problems } = looked;
    return { passed: problems.length === 0, output: problems.join('\n') };
  } catch (error) {
    return { passed: false, output: String(error) };
  }
}
