import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checks } from './support/checks/checks.ts';
import { runChecks } from './support/checks/runChecks.ts';

const root = resolve(import.meta.dirname, '..');
const all = checks(root);

const { values, positionals } = parseArgs({
  options: { help: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => all.every((check) => check.name !== name));

if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no check named ${unknown.join(', ')}.`);
  console.log(`Usage: npm run check [-- name…]

Runs all checks of the sources, or the named ones:

${all.map(({ name, why }) => `  ${name.padEnd(10)} ${why}`).join('\n')}`);
  process.exitCode = values.help ? 0 : 2;
} else {
  const chosen = all.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const results = await runChecks(root, chosen);
  process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
}
