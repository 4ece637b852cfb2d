/** What a configured value stands for: the secret itself, or the name of a version in Secret Manager. */
type SecretReference =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'version'; readonly name: string; readonly project: string; readonly secret: string };

export type SecretVersion = Extract<SecretReference, { kind: 'version' }>;

const VERSION =
  /^projects\/(?<project>[^/\s]+)\/secrets\/(?<secret>[A-Za-z0-9_-]{1,255})\/versions\/[A-Za-z0-9_-]+$/;

/**
 * Tells a Secret Manager version name from a secret.
 * @throws RangeError for a name that is cut short: taken as the secret itself, it would fail far from here.
 */
export function parseSecretReference(configured: string): SecretReference {
  const { project, secret } = VERSION.exec(configured)?.groups ?? {};
  if (project !== undefined && secret !== undefined)
    return { kind: 'version', name: configured, project, secret };
  if (/^(\/\/secretmanager\.|projects\/)/.test(configured)) {
    throw new RangeError(
      'A secret in Secret Manager is named projects/PROJECT/secrets/SECRET/versions/VERSION, e.g. versions/latest',
    );
  }
  return { kind: 'value', value: configured };
}
