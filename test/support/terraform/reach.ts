import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Need } from '../../../functions/needs.ts';
import type { FunctionName } from '../../../functions/registry.ts';

const FUNCTIONS = new URL('../../../functions/', import.meta.url);

/** How the use cases name what they reach; the adapters are joined for all functions alike, and tell nothing. */
const SIGNS: Readonly<Partial<Record<Need, RegExp>>> = {
  gmail: /\bgmail\b/,
  ghl: /\bghl\.|\bghlOAuth\b|\bvault\b/,
  jobs: /\b(jobs|locationJobs)\b/,
  outbox: /\boutboxQueue\b/,
  watch: /\bsettings\.topic\b|\bsettings: \{[^}]*\btopic\b/,
  limits: /\binitialSyncLimit\b|\bhistoryFetchLimit\b/,
  places: /\badmission\b/,
};
export const SEEN_IN_CODE = Object.keys(SIGNS);

/** What a function's own code, and the use cases that it calls, reach: by what they name. */
export function reachOf(name: FunctionName): readonly string[] {
  const seen = new Map<string, string>();
  const visit = (file: URL): void => {
    if (seen.has(file.href)) return;
    const source = readFileSync(file, 'utf8');
    seen.set(file.href, withoutProse(source));
    if (file.pathname.endsWith('/functions/app.ts')) return;
    for (const [, path = ''] of source.matchAll(RUNTIME_IMPORT)) visit(new URL(path, file));
  };
  visit(new URL(`${name}.ts`, FUNCTIONS));
  const own = [...seen].filter(([href]) => isUseCase(href) || basename(fileURLToPath(href)) === `${name}.ts`);
  return Object.entries(SIGNS).flatMap(([need, sign]) =>
    own.some(([, source]) => sign.test(source)) ? need : [],
  );
}

const RUNTIME_IMPORT = /^(?:import|export)\s+(?!type\b)(?:[^'"]*?from\s+)?'(\.[^']+)';/gm;

const isUseCase = (href: string): boolean => href.includes('/shared/sync/');

const withoutProse = (source: string): string =>
  source
    .replace(/^import[^;]*;$/gm, '')
    .replace(/\/\*\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '');

const KINDS: Readonly<Record<string, string>> = {
  eventFunction: 'event',
  scheduled: 'scheduled',
  callable: 'callable',
  http: 'http',
};

/** By what a function registers itself with. */
export function kindOf(name: FunctionName): string | undefined {
  const source = readFileSync(new URL(`${name}.ts`, FUNCTIONS), 'utf8');
  const [, registers = ''] = /^(\w+)\(/m.exec(source) ?? [];
  return KINDS[registers];
}

/** Every variable that the functions' configuration knows. */
export function configVariables(): readonly string[] {
  const source = readFileSync(new URL('config.ts', FUNCTIONS), 'utf8');
  const [, schema = ''] = /^const Environment = z\.object\(\{$([\s\S]*?)^\}\);$/m.exec(source) ?? [];
  return [...schema.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name = '']) => name);
}
