/** A system error's code. Inside Jest, errors of Node's own come from another realm: `instanceof Error` is false. */
export function errorCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
