import { z } from 'zod';

/** Every agent's: the Auth emulator keeps nothing worth protecting. */
export const DEMO_PASSWORD = 'demo-password';

/** The emulator that all tests share; a stack may have one of its own. */
const sharedAuth = (): string | undefined => process.env['FIREBASE_AUTH_EMULATOR_HOST'];

const SignedIn = z.object({ localId: z.string(), idToken: z.string() });

/** A user of the Auth emulator, of that uid if one is given, with the ID token that a browser would send. */
export async function signUp(
  projectId: string,
  email: string,
  uid?: string,
  host = sharedAuth(),
): Promise<{ uid: string; idToken: string }> {
  await post(host, `projects/${projectId}/accounts`, { email, password: DEMO_PASSWORD, localId: uid });
  return signIn(projectId, email, host);
}

/** @throws for a user that does not exist */
export async function signIn(
  projectId: string,
  email: string,
  host = sharedAuth(),
): Promise<{ uid: string; idToken: string }> {
  const { localId, idToken } = SignedIn.parse(
    await post(host, 'accounts:signInWithPassword', {
      email,
      password: DEMO_PASSWORD,
      targetProjectId: projectId,
      returnSecureToken: true,
    }),
  );
  return { uid: localId, idToken };
}

/** Gives the user the name that the app shows. */
export async function nameAccount(
  projectId: string,
  uid: string,
  displayName: string,
  host = sharedAuth(),
): Promise<void> {
  await post(host, `projects/${projectId}/accounts:update`, { localId: uid, displayName });
}

/** `owner` is the emulator's own credential for acting on any project. */
async function post(host: string | undefined, path: string, body: object): Promise<unknown> {
  const response = await fetch(`http://${host}/identitytoolkit.googleapis.com/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer owner' },
    body: JSON.stringify(body),
  });
  if (!response.ok)
    throw new Error(`The Auth emulator answered ${response.status}: ${await response.text()}`);
  return response.json();
}
