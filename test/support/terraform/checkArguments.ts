import { type Block, type Body, type Configuration, isBody, type Value } from './configuration.ts';
import { schemaOf } from './providerSchema.ts';
import type { Argument, Fields } from './schema.ts';

const META = new Set(['count', 'depends_on', 'for_each', 'lifecycle', 'provider']);
const LIFECYCLE = new Set([
  'create_before_destroy',
  'ignore_changes',
  'prevent_destroy',
  'replace_triggered_by',
]);

/** What the provider would refuse of types, arguments and nested blocks. */
export const checkArguments = ({ blocks }: Configuration): readonly string[] => blocks.flatMap(checkBlock);

function checkBlock({ address, type, isData, body }: Block): readonly string[] {
  const schema = schemaOf(type, isData);
  if (!schema) return [`${address}: there is no type ${type}`];
  const own = Object.fromEntries(Object.entries(body).filter(([name]) => !META.has(name)));
  return [...checkBody(address, own, schema.fields), ...checkLifecycle(address, body, schema.fields)];
}

function checkLifecycle(address: string, { lifecycle }: Body, fields: Fields): readonly string[] {
  const [told = {}] = Array.isArray(lifecycle) ? lifecycle : [];
  const unknown = Object.keys(told).filter((name) => !LIFECYCLE.has(name));
  const ignored = strings(told['ignore_changes']).map((name) => name.replace(/^\$\{(.*)\}$/, '$1'));
  return [
    ...unknown.map((name) => `${address}.lifecycle: there is no ${name}`),
    ...ignored
      .filter((name) => !fields.has(camel(name)))
      .map((name) => `${address}.lifecycle ignores ${name}, which is no argument`),
  ];
}

const strings = (value: Value | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

function checkBody(where: string, { dynamic, ...body }: Body, fields: Fields): readonly string[] {
  const generated = dynamicBlocks(dynamic);
  const given = new Set([...Object.keys(body), ...generated.map(({ name }) => name)].map(camel));
  const missing = [...fields].filter(([name, { isRequired }]) => isRequired && !given.has(name));
  return [
    ...missing.map(([name]) => `${where} lacks ${snake(name)}`),
    ...Object.entries(body).flatMap(([name, value]) =>
      checkArgument(`${where}.${name}`, name, value, fields),
    ),
    ...generated.flatMap(({ name, content }) => checkArgument(`${where}.${name}`, name, content, fields)),
  ];
}

/** Each as if it were written out once. */
function dynamicBlocks(dynamic: Value | undefined): readonly { name: string; content: Value }[] {
  if (!isBody(dynamic)) return [];
  return Object.entries(dynamic).flatMap(([name, written]) =>
    (Array.isArray(written) ? written : [])
      .filter(isBody)
      .map((each) => ({ name, content: each['content'] ?? null })),
  );
}

function checkArgument(where: string, name: string, value: Value, fields: Fields): readonly string[] {
  const argument = /^[a-z0-9_]+$/.test(name) ? fields.get(camel(name)) : undefined;
  if (!argument) return [`${where}: there is no argument of this name`];
  if (argument.fields) return checkNested(where, value, argument, argument.fields);
  return fits(value, argument) ? [] : [`${where} is not a ${argument.kind}: ${JSON.stringify(value)}`];
}

function checkNested(where: string, value: Value, { kind }: Argument, fields: Fields): readonly string[] {
  if (!Array.isArray(value) || !value.every(isBody)) return [`${where} is a block, not a value`];
  const tooMany = kind === 'block' && value.length > 1 ? [`${where} is there more than once`] : [];
  return [...tooMany, ...value.flatMap((each: Body) => checkBody(where, each, fields))];
}

/** Roughly: what is an expression may be anything. */
function fits(value: Value, { kind }: Argument): boolean {
  if (value === null || kind === 'other') return true;
  if (typeof value === 'string' && value.includes('${')) return true;
  switch (kind) {
    case 'string':
      return typeof value !== 'object';
    case 'number':
      return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
    case 'boolean':
      return typeof value === 'boolean' || value === 'true' || value === 'false';
    case 'list':
      return Array.isArray(value);
    default:
      return isBody(value);
  }
}

const camel = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
