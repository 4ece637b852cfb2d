import { createAddressBook } from '../../shared/adapters/google/addressBook.ts';
import { createGoogleOAuth } from '../../shared/adapters/google/oauth.ts';
import type { EmailAddress } from '../../shared/domain/ids.ts';
import { ADDRESS_BOOK_SCOPES } from '../../shared/domain/scopes.ts';
import type { GoogleOAuth } from '../../shared/ports/gmail.ts';
import type { Random } from '../../shared/ports/platform.ts';
import { type AddressBookOutcome, readAddressBook } from '../../shared/sync/contacts/readAddressBook.ts';
import { codeChallengeOf } from '../../shared/sync/linking/startConnection.ts';
import type { App } from '../app.ts';
import { openBrowser } from './openBrowser.ts';
import { listenForRedirect, type RedirectListener } from './redirectListener.ts';
import { Refused, type Terminal } from './terminal.ts';

const CONSENT_WITHIN_MS = 5 * 60_000;

interface Asked {
  /** Whose contacts they have to be. */
  readonly account?: EmailAddress | undefined;
  readonly port: number;
  /** Whether to open a browser. */
  readonly open: boolean;
  readonly signal: AbortSignal;
}

/** Sends a person to Google to open their contacts to us, waits for them, and reads what they have opened. */
export async function askForAddressBook(
  deps: App,
  terminal: Terminal,
  asked: Asked,
): Promise<AddressBookOutcome> {
  const { config } = deps;
  const oauth = createGoogleOAuth({
    clientId: config.GOOGLE_CLIENT_ID,
    clientSecret: config.GOOGLE_CLIENT_SECRET,
    authUrl: config.GOOGLE_OAUTH_AUTH_URL,
    tokenUrl: config.GOOGLE_OAUTH_TOKEN_URL,
    revokeUrl: config.GOOGLE_OAUTH_REVOKE_URL,
    consent: { scopes: ADDRESS_BOOK_SCOPES, access: 'online' },
  });
  const consent = await askForConsent({ oauth, random: deps.random, terminal }, asked);
  const openAddressBook = (accessToken: string) =>
    createAddressBook({ accessToken, rootUrl: config.PEOPLE_API_URL });
  const { account, signal } = asked;
  return readAddressBook({ ...deps, oauth, openAddressBook }, { ...consent, account, signal });
}

async function askForConsent(
  { oauth, random, terminal }: { oauth: GoogleOAuth; random: Random; terminal: Terminal },
  { account, port, open, signal }: Asked,
): Promise<{ code: string; codeVerifier: string; redirectUri: string }> {
  const [state, codeVerifier] = [random.token(), random.token()];
  await using listener = await listen(port);
  const { redirectUri } = listener;
  const codeChallenge = codeChallengeOf(codeVerifier);
  const hint = account !== undefined && { loginHint: account };
  const url = oauth.authorizationUrl({ state, codeChallenge, redirectUri, ...hint });
  terminal.note('Within 5 minutes, and as the person whose contacts are to be imported, open this:');
  terminal.note(url);
  terminal.note(
    `If Google says redirect_uri_mismatch, add ${redirectUri} to the redirect URIs of the OAuth client.`,
  );
  if (open) openBrowser(url);
  const redirect = await listener.redirected({
    state,
    withinMs: CONSENT_WITHIN_MS,
    signal,
    onStranger: () => terminal.note(STRANGER),
  });
  if (redirect?.code === undefined) throw refusalOf(redirect?.error);
  return { code: redirect.code, codeVerifier, redirectUri };
}

const STRANGER =
  'A browser came back with the state of another run, or a forged one: it is not taken. Open the address above.';

/** What Google says in `error` is not repeated: whoever reaches the port could have said it. */
function refusalOf(error: string | undefined): Refused {
  if (error === undefined)
    return new Refused('Nobody came back from Google within 5 minutes: run it again for a new address.');
  return new Refused(
    error === 'access_denied'
      ? 'Access to the contacts was not allowed: nothing was read. Run it again, and allow it.'
      : 'Google gave no access, for a reason of its own such as an administrator’s policy: nothing was read.',
  );
}

async function listen(port: number): Promise<RedirectListener> {
  try {
    return await listenForRedirect(port);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    const why = code === 'EACCES' ? 'may not be listened on' : 'is taken';
    throw new Refused(
      `Port ${port} ${why}: choose another with --port, and add http://localhost:<port>/ to the redirect URIs of the OAuth client.`,
    );
  }
}
