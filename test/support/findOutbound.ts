import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What can open a connection or start a process; their types alone cannot. */
const REACHING =
  /^(?:node:)?(?:http2?|https|net|tls|dgram|dns|child_process|inspector|worker_threads|cluster)(?:\/|$)|^(?:undici|googleapis|gaxios|google-gax|google-auth-library|nodemailer|axios|firebase|firebase-admin|firebase-functions)(?:\/|$)|^@google-cloud\//;

/** Of the runtime, without an import. */
const GLOBALS = new Set(['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'navigator']);

export interface Outbound {
  /** Each file of the product from which the outside can be reached, and with what. */
  readonly reached: readonly (readonly [file: string, by: string])[];
  /** Each file that makes or takes apart an address. */
  readonly addressed: ReadonlySet<string>;
  /** The hosts that the product's texts name. */
  readonly hosts: ReadonlySet<string>;
}

/** What the product could call, as the compiler sees it. */
export function findOutbound(): Outbound {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    { ...config, include: ['functions', 'shared'] },
    ts.sys,
    ROOT,
  );
  const program = ts.createProgram(fileNames, options);
  const checker = program.getTypeChecker();
  const reached = new Map<string, [file: string, by: string]>();
  const [addressed, hosts] = [new Set<string>(), new Set<string>()];
  for (const source of program.getSourceFiles()) {
    if (!fileNames.includes(source.fileName)) continue;
    const visit = (node: ts.Node): void => {
      const by = importedBy(node) ?? globalUsedBy(node, checker);
      const file = source.fileName.slice(ROOT.length);
      if (by !== undefined) reached.set(`${file} ${by}`, [file, by]);
      if (ts.isIdentifier(node) && node.text === 'URL') addressed.add(file);
      for (const host of hostsIn(node)) hosts.add(host);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { reached: [...reached.values()], addressed, hosts };
}

/** By a statement, by `import()` or by `require`. */
function importedBy(node: ts.Node): string | undefined {
  const from =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier : calledFor(node);
  if (!from) return undefined;
  if (!ts.isStringLiteralLike(from)) return 'a module that is not named';
  if (ts.isImportDeclaration(node) && isOfTypes(node)) return undefined;
  return REACHING.test(from.text) ? from.text : undefined;
}

function calledFor(node: ts.Node): ts.Expression | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const isImport = expression.kind === ts.SyntaxKind.ImportKeyword;
  return isImport || (ts.isIdentifier(expression) && expression.text === 'require')
    ? node.arguments[0]
    : undefined;
}

function isOfTypes({ importClause }: ts.ImportDeclaration): boolean {
  if (!importClause) return false;
  const { namedBindings: names, name } = importClause;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  return !name && !!names && ts.isNamedImports(names) && names.elements.every(({ isTypeOnly }) => isTypeOnly);
}

/** Many a variable of ours is called `fetch`: the runtime's own is declared in no file of ours. */
function globalUsedBy(node: ts.Node, checker: ts.TypeChecker): string | undefined {
  if (!ts.isIdentifier(node) || !GLOBALS.has(node.text) || ts.isTypeQueryNode(node.parent)) return undefined;
  const symbol = checker.getSymbolAtLocation(node);
  const places = symbol?.declarations ?? [];
  const isOurs = places.some((place) => !place.getSourceFile().isDeclarationFile);
  return isOurs ? undefined : node.text;
}

const VARIABLE = 'a variable';

/** In a text, also at the beginning of one with something put in. */
function hostsIn(node: ts.Node): readonly string[] {
  const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node);
  if (!isText) return [];
  return [...node.text.matchAll(/\b(?:https?|wss?):\/\/([\w.-]*)/g)].map(([, host = '']) => host || VARIABLE);
}
