import { createHash, randomBytes } from 'node:crypto';
import { createGmail } from '../../../shared/adapters/gmail/createGmail.ts';
import { createGoogleAuth } from '../../../shared/adapters/google/createGoogleAuth.ts';
import { createGoogleOAuth } from '../../../shared/adapters/google/oauth.ts';
import type { Gmail, GoogleOAuth, GoogleTokens } from '../../../shared/ports/gmail.ts';
import type { GmailServer, ServedMailbox } from './gmailServer.ts';

export const REDIRECT_URI = 'https://crm.example.com/api/google/callback';

/** Our OAuth adapter, on the server. */
export function oauthOn({ client, endpoints }: GmailServer, overrides = {}): GoogleOAuth {
  return createGoogleOAuth({ ...client, ...endpoints, ...overrides });
}

/** Our Gmail adapter, on the server, with a grant. */
export function gmailOn({ client, endpoints }: GmailServer, refreshToken: string): Gmail {
  const auth = createGoogleAuth({ ...client, refreshToken, tokenUrl: endpoints.tokenUrl });
  return createGmail({ auth, rootUrl: endpoints.apiUrl, random: () => 0 });
}

/** Sends a person through the consent page and back with a code. */
export async function askForCode(
  server: GmailServer,
  choice: { address: string; untick?: readonly string[] },
): Promise<{ code: string; codeVerifier: string; redirectUri: string }> {
  const codeVerifier = randomBytes(48).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const url = oauthOn(server).authorizationUrl({
    state,
    codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    redirectUri: REDIRECT_URI,
    loginHint: choice.address,
  });
  const { searchParams } = await server.consent(url, choice);
  const code = searchParams.get('code');
  if (code === null || searchParams.get('state') !== state) throw new Error(`No code: ${searchParams}`);
  return { code, codeVerifier, redirectUri: REDIRECT_URI };
}

export interface ConnectedMailbox {
  readonly mailbox: ServedMailbox;
  readonly gmail: Gmail;
  readonly tokens: GoogleTokens;
  readonly refreshToken: string;
}

/** A mailbox, connected as an agent connects one: consent page, code, tokens, Gmail. */
export async function connectMailbox(
  server: GmailServer,
  options: {
    aliases?: readonly string[];
    unverifiedAliases?: readonly string[];
    aliasNames?: Readonly<Record<string, string>>;
    untick?: readonly string[];
  } = {},
): Promise<ConnectedMailbox> {
  const { untick, ...account } = options;
  const mailbox = await server.addMailbox(account);
  const code = await askForCode(server, { address: mailbox.address, ...(untick && { untick }) });
  const tokens = await oauthOn(server).exchangeCode(code);
  const { refreshToken } = tokens;
  if (refreshToken === undefined) throw new Error('No offline access');
  return { mailbox, tokens, refreshToken, gmail: gmailOn(server, refreshToken) };
}
