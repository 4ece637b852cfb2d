import type { OAuth2Client } from 'google-auth-library';
import { SyncError } from '../../domain/syncError.ts';
import type { Gmail, GmailAccess } from '../../ports/gmail.ts';
import type { ConnectionStore } from '../../ports/stores/connectionStore.ts';
import { createGmail } from '../gmail/createGmail.ts';
import type { GrantVault } from '../secrets/grantVault.ts';
import { createGoogleAuth, type GoogleAuthOptions } from './createGoogleAuth.ts';
import { createGoogleOAuth } from './oauth.ts';

type Granted = Parameters<GmailAccess['open']>[0];

/** Mailboxes whose access token an instance keeps; a mailbox beyond them costs one refresh. */
const WARM_MAILBOXES = 500;

export interface GmailAccessOptions extends Omit<GoogleAuthOptions, 'refreshToken'> {
  readonly connections: Pick<ConnectionStore, 'readGrant'>;
  readonly grants: GrantVault;
  readonly gmailUrl?: string | undefined;
  /** Google's own when undefined; to be named, lest a test revokes there. */
  readonly revokeUrl: string | undefined;
}

/**
 * Opens Gmail with the stored grant. A warm mailbox costs neither a read nor a refresh: its client is kept with
 * the access token in it, under the version of the grant, so that a new grant is never mixed up with an old one.
 */
export function createGmailAccess(options: GmailAccessOptions): GmailAccess {
  const warm = new Map<string, Gmail>();
  const gmailFor = (auth: OAuth2Client) => createGmail({ auth, rootUrl: options.gmailUrl });
  return {
    async open({ mailboxId, grantVersion }) {
      const key = `${mailboxId}:${grantVersion}`;
      const known = warm.get(key);
      const gmail =
        known ??
        gmailFor(
          createGoogleAuth({
            ...options,
            refreshToken: await readToken(options, { mailboxId, grantVersion }),
          }),
        );
      warm.delete(key);
      warm.set(key, gmail);
      const coldest = warm.keys().next().value;
      if (warm.size > WARM_MAILBOXES && coldest !== undefined) warm.delete(coldest);
      return gmail;
    },
    openWith({ accessToken, expiresAt, refreshToken }) {
      const auth = createGoogleAuth({ ...options, refreshToken: refreshToken ?? '' });
      auth.setCredentials({
        ...auth.credentials,
        access_token: accessToken,
        expiry_date: expiresAt.getTime(),
      });
      return gmailFor(auth);
    },
    async revoke(mailbox) {
      await createGoogleOAuth(options).revoke(await readToken(options, mailbox));
    },
  };
}

/** A grant that is newer than the mailbox as the caller knows it is none of the caller's. */
async function readToken(
  { connections, grants }: GmailAccessOptions,
  { mailboxId, grantVersion }: Granted,
): Promise<string> {
  const grant = await connections.readGrant(mailboxId);
  if (!grant || grant.grantVersion > grantVersion) throw new SyncError('grantRevoked', 'credentials.read');
  return grants.open(mailboxId, grant.sealed);
}
