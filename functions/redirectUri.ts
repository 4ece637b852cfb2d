import type { Config } from './config.ts';

/** The path that is registered with the OAuth client, behind whichever origin. */
export const CALLBACK_PATH = '/api/google/callback';

/** The configured bases first; the request's own origin only where it is on the allow list, because it can be forged. */
export function redirectUri(
  config: Pick<Config, 'APP_BASE_URL' | 'NEXT_PUBLIC_APP_URL' | 'ALLOWED_ORIGINS'>,
  origin: string,
): string | undefined {
  const allowed = config.ALLOWED_ORIGINS.includes(origin) ? origin : undefined;
  const base = config.APP_BASE_URL ?? config.NEXT_PUBLIC_APP_URL ?? allowed;
  return base && `${base}${CALLBACK_PATH}`;
}

/** The path that is registered with our app at GHL, whose marketplace is said to refuse addresses that name it. */
const GHL_CALLBACK_PATH = '/api/crm/callback';

/** For a link that an operator begins, without a request whose origin could be used. */
export function ghlRedirectUri(
  config: Pick<Config, 'APP_BASE_URL' | 'NEXT_PUBLIC_APP_URL'>,
): string | undefined {
  const base = config.APP_BASE_URL ?? config.NEXT_PUBLIC_APP_URL;
  return base && `${base}${GHL_CALLBACK_PATH}`;
}
