import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A call that writes a log line, as the compiler sees it. */
export interface Emission {
  /** `file:line`. */
  readonly where: string;
  /** More than one where the name is a variable. */
  readonly events: readonly string[];
  /** Those that a value can be in; what is spread is looked into. */
  readonly fields: readonly string[];
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Every place in the product that writes a log line. Types tell names in variables and fields in spreads. */
export function findEmissions(): readonly Emission[] {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    { ...config, include: ['functions', 'shared'] },
    ts.sys,
    ROOT,
  );
  const program = ts.createProgram(fileNames, options);
  const checker = program.getTypeChecker();
  const found: Emission[] = [];
  for (const source of program.getSourceFiles()) {
    if (!fileNames.includes(source.fileName)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && isEmission(node)) found.push(emissionOf(node, source, checker));
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found.filter(({ events }) => events.length > 0);
}

/** `Log.event`, and the lines that `createLog` writes of its own; what that only passes on comes from elsewhere. */
function isEmission({ expression, arguments: [name] }: ts.CallExpression): boolean {
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text === 'event';
  return (
    ts.isIdentifier(expression) && expression.text === 'writeEvent' && !!name && ts.isStringLiteral(name)
  );
}

function emissionOf(call: ts.CallExpression, source: ts.SourceFile, checker: ts.TypeChecker): Emission {
  const [name, fields] = [call.arguments[0], call.arguments.at(-1)];
  const line = source.getLineAndCharacterOfPosition(call.getStart()).line + 1;
  return {
    where: `${source.fileName.slice(ROOT.length)}:${line}`,
    events: name ? literalsOf(checker.getTypeAtLocation(name)) : [],
    fields: fields ? fieldsOf(checker.getTypeAtLocation(fields), fields, checker) : [],
  };
}

function literalsOf(type: ts.Type): readonly string[] {
  const types = type.isUnion() ? type.types : [type];
  return types.flatMap((each) => (each.isStringLiteral() ? each.value : []));
}

function fieldsOf(type: ts.Type, at: ts.Node, checker: ts.TypeChecker): readonly string[] {
  const types = type.isUnion() ? type.types : [type];
  const names = types.flatMap((each) =>
    each.getProperties().flatMap((property) => {
      const value = checker.getTypeOfSymbolAtLocation(property, at);
      return (value.flags & ts.TypeFlags.Undefined) === 0 ? property.name : [];
    }),
  );
  return [...new Set(names)];
}
