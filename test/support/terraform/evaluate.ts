import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Body, type Configuration, isBody, TERRAFORM, type Value } from './configuration.ts';

const PROGRAM = 'terraform';

export const hasTerraform = ((): boolean => {
  try {
    execFileSync(PROGRAM, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const BESIDE = ['firestore.indexes.json', 'metrics.json'];
/** What only exists once it is deployed. */
const UNKNOWN: Readonly<Record<string, string>> = {
  'google_service_account.scheduler.email': '"scheduler@estio.iam.gserviceaccount.com"',
};

/**
 * What Terraform itself makes of locals: `{ name: value }`. Without resources it needs no provider, and so no registry.
 */
export async function evaluateLocals(
  { variables, locals }: Configuration,
  names: readonly string[],
  given: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'terraform-'));
  try {
    for (const name of BESIDE) await cp(fileURLToPath(new URL(name, TERRAFORM)), join(folder, name));
    const json = JSON.stringify({ variable: mapValues(variables, withPlainType), locals: known(locals) });
    await writeFile(join(folder, 'main.tf.json'), json);
    await writeFile(join(folder, 'terraform.tfvars.json'), JSON.stringify(given));
    const asked = names.map((name) => `${name} = local.${name}`).join(', ');
    const answer = execFileSync(PROGRAM, [`-chdir=${folder}`, 'console'], {
      input: `jsonencode({ ${asked} })\n`,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return JSON.parse(JSON.parse(answer));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** JSON writes `string` where hcl2json tells the expression `${string}`; conditions are for whoever deploys. */
function withPlainType(variable: Value): Value {
  if (!isBody(variable)) return variable;
  const { validation: _, type, ...rest } = variable;
  return { ...rest, type: String(type).replace(/^\$\{(.*)\}$/, '$1') };
}

function known(value: Value): Value {
  if (typeof value === 'string')
    return Object.entries(UNKNOWN).reduce((told, [from, to]) => told.replaceAll(from, to), value);
  if (Array.isArray(value)) return value.map((each: Value) => known(each));
  return isBody(value) ? mapValues(value, known) : value;
}

const mapValues = (body: Body, change: (value: Value) => Value): Body =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [name, change(value)]));
