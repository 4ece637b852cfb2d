import { z } from 'zod';

const Created = z.object({ localId: z.string() });
const SignedIn = z.object({ idToken: z.string() });

/** A user of the Auth emulator, with the ID token that a browser would send. */
export async function signUp(projectId: string, email: string): Promise<{ uid: string; idToken: string }> {
  const password = 'demo-password';
  const { localId } = Created.parse(await post(`projects/${projectId}/accounts`, { email, password }));
  const { idToken } = SignedIn.parse(
    await post('accounts:signInWithPassword', {
      email,
      password,
      targetProjectId: projectId,
      returnSecureToken: true,
    }),
  );
  return { uid: localId, idToken };
}

/** `owner` is the emulator's own credential for acting on any project. */
async function post(path: string, body: object): Promise<unknown> {
  const host = process.env['FIREBASE_AUTH_EMULATOR_HOST'];
  const response = await fetch(`http://${host}/identitytoolkit.googleapis.com/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer owner' },
    body: JSON.stringify(body),
  });
  if (!response.ok)
    throw new Error(`The Auth emulator answered ${response.status}: ${await response.text()}`);
  return response.json();
}
