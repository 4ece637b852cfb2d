import { z } from 'zod';
import { DEMO_PASSWORD } from '../stack/signIn.ts';

const Account = z.object({
  localId: z.string(),
  email: z.string(),
  displayName: z.string().optional(),
  idToken: z.string(),
  refreshToken: z.string(),
  expiresIn: z.coerce.number(),
});

/** As startHosting tells the app; what Firebase keeps is kept by it. */
const API_KEY = 'local';

/**
 * What Firebase's SDK keeps in a browser where somebody has signed in, for one that has not been used yet. The SDK takes
 * it from there as after a reload, and nothing of the app has to be clicked.
 */
export async function signedInState(origin: string, email: string) {
  const account = await signIn(origin, email);
  const now = Date.now();
  const user = {
    uid: account.localId,
    email: account.email,
    emailVerified: false,
    displayName: account.displayName,
    isAnonymous: false,
    providerData: [],
    stsTokenManager: {
      refreshToken: account.refreshToken,
      accessToken: account.idToken,
      expirationTime: now + account.expiresIn * 1_000,
    },
    createdAt: String(now),
    lastLoginAt: String(now),
    apiKey: API_KEY,
    appName: '[DEFAULT]',
  };
  const kept = { name: `firebase:authUser:${API_KEY}:[DEFAULT]`, value: JSON.stringify(user) };
  return { cookies: [], origins: [{ origin, localStorage: [kept] }] };
}

async function signIn(origin: string, email: string) {
  const url = `${origin}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=${API_KEY}`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: DEMO_PASSWORD, returnSecureToken: true }),
  });
  if (!response.ok) throw new Error(`${email} cannot sign in: ${await response.text()}`);
  return Account.parse(await response.json());
}
