/** What the callables take: https://…/settings, and nothing that has to be escaped. */
const PLAIN = /^(?=\/)(?:\/(?!\.)[\w.-]+)*\/?$/;

/** Where a consent page is to lead back to; from a path that is not plain it leads to the app's first page. */
export const returnTo = (path: string): { readonly returnTo?: string } =>
  path.length <= 200 && PLAIN.test(path) ? { returnTo: path } : {};
