import type { Config } from './config.ts';

/** The path that is registered with the OAuth client, behind whichever origin. */
export const CALLBACK_PATH = '/api/google/callback';

type Bases = Pick<Config, 'APP_BASE_URL' | 'NEXT_PUBLIC_APP_URL' | 'ALLOWED_ORIGINS'>;

export const redirectUri = (config: Bases, origin: string): string | undefined =>
  behind(baseOf(config, origin), CALLBACK_PATH);

/** The path that is registered with our app at GHL, whose marketplace is said to refuse addresses that name it. */
const GHL_CALLBACK_PATH = '/api/crm/callback';

/** Without an origin, for a link that an operator begins: there is no request whose origin could be used. */
export const ghlRedirectUri = (config: Partial<Bases>, origin?: string): string | undefined =>
  behind(baseOf(config, origin), GHL_CALLBACK_PATH);

/** The configured bases first; the request's own origin only where it is on the allow list, because it can be forged. */
function baseOf(
  { APP_BASE_URL, NEXT_PUBLIC_APP_URL, ALLOWED_ORIGINS = [] }: Partial<Bases>,
  origin: string | undefined,
): string | undefined {
  const allowed = ALLOWED_ORIGINS.find((each) => each === origin);
  return APP_BASE_URL ?? NEXT_PUBLIC_APP_URL ?? allowed;
}

const behind = (base: string | undefined, path: string): string | undefined => base && `${base}${path}`;
