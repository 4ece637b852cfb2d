import { GoogleAuth, UserRefreshClient } from 'google-auth-library';

/** Whoever this machine is signed in as. @throws where it is nobody */
export type SignIn = () => Promise<GoogleAuth>;

/**
 * Google's application default credentials, found once. A person's calls are counted for the project that they ask
 * about: without one, several services refuse them.
 */
export function applicationDefault(projectId: string): SignIn {
  let found: Promise<GoogleAuth> | undefined;
  const find = async () => {
    const auth = new GoogleAuth({ scopes: 'https://www.googleapis.com/auth/cloud-platform' });
    const client = await auth.getClient();
    if (client instanceof UserRefreshClient) client.quotaProjectId ??= projectId;
    return auth;
  };
  return () => {
    found ??= find();
    return found;
  };
}
