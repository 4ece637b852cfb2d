import { ALIASES, FUNCTIONS, type FunctionName } from './registry.ts';

export interface Route {
  readonly name: FunctionName;
  /** The address as the function sees it. */
  readonly rest: string;
}

/** Which function a local server's address is of. */
export function routeOf(url: string): Route | undefined {
  const parsed = URL.parse(url, 'http://localhost');
  if (!parsed) return undefined;
  const { pathname, search } = parsed;
  const alias = ALIASES[pathname.replace(/\/$/, '')];
  if (alias) return { name: alias, rest: `/${search}` };
  const [, first = '', ...rest] = pathname.split('/');
  const name = FUNCTIONS.find((known) => known === first);
  return name && { name, rest: `/${rest.join('/')}${search}` };
}
