import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { newerSchema } from './newerSchema.ts';
import type { Argument, Fields, Kind, Schema } from './schema.ts';

const LIB = new URL('../../../node_modules/@cdktf/provider-google/lib/', import.meta.url);
const read = new Map<string, Schema | undefined>();

/** Of a resource or data source; undefined where the provider has none. */
export function schemaOf(type: string, isData = false): Schema | undefined {
  const key = `${isData ? 'data ' : ''}${type}`;
  if (!read.has(key)) read.set(key, newerSchema(key) ?? readSchema(type, isData));
  return read.get(key);
}

/** The package is made of the provider's own schema: an interface for each block, whose members are its arguments. */
function readSchema(type: string, isData: boolean): Schema | undefined {
  const folder = (isData ? `data-${type}` : type.replace(/^google_/, '')).replaceAll('_', '-');
  const file = fileURLToPath(new URL(`${folder}/index.d.ts`, LIB));
  if (!existsSync(file)) return undefined;
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const interfaces = new Map<string, ts.InterfaceDeclaration>();
  const classes = new Map<string, ts.ClassDeclaration>();
  for (const node of source.statements) {
    if (ts.isInterfaceDeclaration(node)) interfaces.set(node.name.text, node);
    if (ts.isClassDeclaration(node) && node.name) classes.set(node.name.text, node);
  }
  const config = [...interfaces.values()].find((each) => extendsNamed(each, 'TerraformMetaArguments'));
  const whole = [...classes.values()].find((each) =>
    extendsNamed(each, isData ? 'TerraformDataSource' : 'TerraformResource'),
  );
  if (!config || !whole) throw new Error(`${file} is not as it used to be`);
  return {
    fields: fieldsOf(config, interfaces),
    hasAttribute: (path) => hasGetters(whole, path, classes),
  };
}

const extendsNamed = (node: ts.InterfaceDeclaration | ts.ClassDeclaration, name: string): boolean =>
  (node.heritageClauses ?? []).some(({ types }) => types.some((type) => type.getText().endsWith(`.${name}`)));

function fieldsOf(
  { members }: ts.InterfaceDeclaration,
  interfaces: ReadonlyMap<string, ts.InterfaceDeclaration>,
): Fields {
  const fields = members.filter(ts.isPropertySignature).flatMap((member): [string, Argument][] => {
    if (!member.type) return [];
    const isRequired = member.questionToken === undefined;
    return [[member.name.getText(), { isRequired, ...kindOf(member.type, interfaces) }]];
  });
  return new Map(fields);
}

const PLAIN: Readonly<Record<string, Kind>> = { string: 'string', number: 'number', boolean: 'boolean' };

function kindOf(
  type: ts.TypeNode,
  interfaces: ReadonlyMap<string, ts.InterfaceDeclaration>,
): Pick<Argument, 'kind' | 'fields'> {
  const [told = type] = ts.isUnionTypeNode(type)
    ? type.types.filter((each) => !each.getText().endsWith('IResolvable'))
    : [];
  const item = ts.isArrayTypeNode(told) ? told.elementType : told;
  const block = interfaces.get(item.getText());
  if (block) return { kind: item === told ? 'block' : 'blocks', fields: fieldsOf(block, interfaces) };
  if (item !== told) return { kind: 'list' };
  if (ts.isTypeLiteralNode(told)) return { kind: 'map' };
  return { kind: PLAIN[told.getText()] ?? 'other' };
}

/** Follows getters through the classes of the file; what is a map or comes from elsewhere has any attribute. */
function hasGetters(
  node: ts.ClassDeclaration,
  [first, ...rest]: readonly string[],
  classes: ReadonlyMap<string, ts.ClassDeclaration>,
): boolean {
  if (first === undefined) return true;
  const getter = node.members
    .filter(ts.isGetAccessorDeclaration)
    .find((each) => each.name.getText() === first);
  if (!getter) return false;
  const returned = getter.type?.getText() ?? '';
  const next = classes.get(returned.replace(/List$/, 'OutputReference')) ?? classes.get(returned);
  return next ? hasGetters(next, rest, classes) : true;
}
