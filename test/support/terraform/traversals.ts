/** A name with what is asked of it: `local.functions`, or `google_pubsub_topic.this[each.key].id` without its index. */
export type Traversal = readonly string[];

const KEYWORDS = new Set(['true', 'false', 'null', 'for', 'in', 'if', 'else', 'endif', 'endfor']);
const TOKEN = /\s+|#[^\n]*|"|\$\{|[A-Za-z_][\w-]*|\d[\w.]*|==|=>|!=|<=|>=|&&|\|\||\.\.\.|./gsy;

interface Reading {
  readonly text: string;
  at: number;
  readonly found: string[][];
  /** What `for` has named. */
  readonly bound: Set<string>;
}

/** Every name that a value of HCL refers to, in its templates and expressions; not what it binds itself. */
export function traversalsOf(text: string): readonly Traversal[] {
  const reading: Reading = { text, at: 0, found: [], bound: new Set() };
  readTemplate(reading, undefined);
  return reading.found.filter(([root]) => root !== undefined && !reading.bound.has(root));
}

/** Text, up to the quote that ends it where it is quoted. */
function readTemplate(reading: Reading, end: '"' | undefined): void {
  const { text } = reading;
  while (reading.at < text.length) {
    const here = text.slice(reading.at, reading.at + 3);
    if (end && here.startsWith(end)) {
      reading.at += 1;
      return;
    }
    if (here === '$${' || here === '%%{') reading.at += 3;
    else if (end && here.startsWith('\\')) reading.at += 2;
    else if (here.startsWith('${') || here.startsWith('%{')) {
      reading.at += 2;
      readExpression(reading, '}');
    } else reading.at += 1;
  }
}

const CLOSES: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };

/** Up to the bracket that ends it. */
function readExpression(reading: Reading, end: string): void {
  let before = '';
  let isBinding = false;
  while (reading.at < reading.text.length) {
    const token = nextToken(reading);
    if (token === end) return;
    if (token === '"') readTemplate(reading, '"');
    else if (CLOSES[token]) readExpression(reading, CLOSES[token]);
    else if (token === 'for') isBinding = true;
    else if (token === 'in') isBinding = false;
    else if (/^[A-Za-z_]/.test(token) && !KEYWORDS.has(token) && before !== '.') {
      if (isBinding) reading.bound.add(token);
      else readName(reading, token);
    }
    before = token;
  }
}

/** A name, unless it is a function's or an object's key. */
function readName(reading: Reading, name: string): void {
  const path = [name];
  for (;;) {
    const rest = reading.text.slice(reading.at);
    const step = /^\.([A-Za-z_][\w-]*|\d+|\*)/.exec(rest);
    if (step?.[1] !== undefined) {
      reading.at += step[0].length;
      if (/^[A-Za-z_]/.test(step[1])) path.push(step[1]);
    } else if (rest.startsWith('[')) {
      reading.at += 1;
      readExpression(reading, ']');
    } else {
      const isCall = rest.startsWith('(');
      const isKey = /^\s*=(?![=>])/.test(rest) && path.length === 1;
      if (!isCall && !isKey) reading.found.push(path);
      return;
    }
  }
}

/** Without spaces and comments before it. */
function nextToken(reading: Reading): string {
  for (;;) {
    TOKEN.lastIndex = reading.at;
    const token = TOKEN.exec(reading.text)?.[0] ?? '';
    reading.at += Math.max(1, token.length);
    if (!/^[\s#]/.test(token)) return token;
  }
}
