import { type Block, type Body, type Configuration, isBody, type Value } from './configuration.ts';
import { schemaOf } from './providerSchema.ts';
import { type Traversal, traversalsOf } from './traversals.ts';

const ALWAYS = new Set(['path', 'terraform', 'google-beta']);

/** Names that nothing declares, and declarations that nothing names. */
export function checkReferences(configuration: Configuration): readonly string[] {
  const used = new Set<string>();
  const check = (where: string, value: Value, roots: readonly string[] = []): readonly string[] =>
    placedStrings(value, roots).flatMap(({ text, bound }) =>
      traversalsOf(text).flatMap((traversal) => {
        used.add(traversal.slice(0, 2).join('.'));
        const problem = bound.includes(traversal[0] ?? '') ? undefined : problemOf(configuration, traversal);
        return problem ? [`${where}: ${problem}`] : [];
      }),
    );
  const { blocks, locals, outputs, variables } = configuration;
  const found = [
    ...blocks.flatMap(({ address, body }) => check(address, withoutIgnored(body), rootsOf(body))),
    ...Object.entries(locals).flatMap(([name, value]) => check(`local.${name}`, value)),
    ...Object.entries(outputs).flatMap(([name, value]) => check(`output.${name}`, value)),
    ...Object.entries(variables).flatMap(([name, value]) => check(`var.${name}`, validationOf(value))),
  ];
  const declared = [
    ...Object.keys(locals).map((name) => `local.${name}`),
    ...blocks.filter(({ isData }) => isData).map(({ address }) => address.split('.').slice(0, 2).join('.')),
  ];
  // A variable's own condition names it as well.
  const named = new Set(
    [...blocks.map(({ body }) => body), locals, outputs].flatMap((value) =>
      placedStrings(value, []).flatMap(({ text }) =>
        traversalsOf(text).map((path) => path.slice(0, 2).join('.')),
      ),
    ),
  );
  return [
    ...found,
    ...declared.filter((name) => !used.has(name)).map((name) => `${name} is not used`),
    ...Object.keys(variables)
      .filter((name) => !named.has(`var.${name}`))
      .map((name) => `var.${name} is not used`),
  ];
}

/** Arguments by their bare names: not references. */
function withoutIgnored(body: Body): Body {
  const { lifecycle: _, ...rest } = body;
  return rest;
}

/** A type is no name of anything. */
const validationOf = (variable: Value): Value => (isBody(variable) ? (variable['validation'] ?? null) : null);

const rootsOf = (body: Body): readonly string[] => [
  ...('for_each' in body ? ['each'] : []),
  ...('count' in body ? ['count'] : []),
];

interface Placed {
  readonly text: string;
  readonly bound: readonly string[];
}

/** Every string in a value, with the names that hold where it stands: a dynamic block has its own. */
function placedStrings(value: Value, bound: readonly string[]): readonly Placed[] {
  if (typeof value === 'string') return [{ text: value, bound }];
  if (Array.isArray(value)) return value.flatMap((each: Value) => placedStrings(each, bound));
  if (!isBody(value)) return [];
  return Object.entries(value).flatMap(([name, each]) => [
    { text: name, bound },
    ...(name === 'dynamic' && isBody(each)
      ? Object.entries(each).flatMap(([block, written]) => placedStrings(written, [...bound, block]))
      : placedStrings(each, bound)),
  ]);
}

function problemOf(configuration: Configuration, path: Traversal): string | undefined {
  const [root = '', name = '', ...rest] = path;
  if (ALWAYS.has(root)) return undefined;
  if (root === 'var') return name in configuration.variables ? undefined : `there is no var.${name}`;
  if (root === 'local') return name in configuration.locals ? undefined : `there is no local.${name}`;
  const isData = root === 'data';
  const [type = '', label = '', ...attribute] = isData ? [name, ...rest] : path;
  if (!type.includes('_')) return `${path.join('.')} refers to nothing`;
  const address = `${isData ? 'data.' : ''}${type}.${label}`;
  const block = configuration.blocks.find((each) => each.address === address);
  return block ? attributeProblem(block, attribute) : `there is no ${address}`;
}

function attributeProblem({ address, type, isData }: Block, attribute: Traversal): string | undefined {
  const path = attribute.map((name) =>
    name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
  );
  const schema = schemaOf(type, isData);
  return !schema || schema.hasAttribute(path) ? undefined : `${address} has no ${attribute.join('.')}`;
}
