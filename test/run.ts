import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { z } from 'zod';
import { checks } from './support/checks/checks.ts';
import { runChecks } from './support/checks/runChecks.ts';
import { type Counts, tally } from './support/checks/tally.ts';
import { jestCommandLine } from './support/jest/jestCommandLine.ts';

const USAGE = `Usage: npm test [-- jest arguments]

Runs the checks (npm run check), then the tests, and ends with a line "N passed, N failed".
Arguments are Jest's: a path pattern (npm test -- foldHistory), -t <name pattern>, --watch, …`;

const root = resolve(import.meta.dirname, '..');
const jestArguments = process.argv.slice(2);

if (jestArguments.includes('--help')) {
  console.log(USAGE);
} else {
  const checkResults = await runChecks(root, checks(root));
  console.log('');
  const jest = await runJest();
  const total = tally({ checks: checkResults, jest, selective: jestArguments.length > 0 });
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

/** ES modules in Jest hang on a flag of Node's, which warns about itself. */
function jestEnvironment(): NodeJS.ProcessEnv {
  const flags = [
    process.env['NODE_OPTIONS'],
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
  ];
  return { ...process.env, NODE_OPTIONS: flags.filter(Boolean).join(' ') };
}

function runJest(): Promise<{ exitCode: number; counts: Counts | undefined }> {
  const child = spawn(process.execPath, jestCommandLine(root, jestArguments), {
    cwd: root,
    env: jestEnvironment(),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));

  let counts: Counts | undefined;
  child.on('message', (message) => {
    counts = z.object({ passed: z.number(), failed: z.number() }).parse(message);
  });
  return new Promise((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode: exitCode ?? 1, counts }));
  });
}
