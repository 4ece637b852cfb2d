import { HttpsError } from 'firebase-functions/https';
import { startConnection } from '../shared/sync/linking/startConnection.ts';
import { callable } from './callable.ts';
import { redirectUri } from './redirectUri.ts';

/** An agent begins to connect a Gmail account: answers the URL of Google's consent page. */
callable('connectGmail', (deps, { agent, input, origin }) => {
  const uri = redirectUri(deps.config, origin);
  if (!uri) {
    throw new HttpsError(
      'failed-precondition',
      'No address to return to is configured: set APP_BASE_URL, or add this origin to ALLOWED_ORIGINS.',
    );
  }
  return startConnection(deps, {
    uid: agent.uid,
    redirectUri: uri,
    ...(input.loginHint && { loginHint: input.loginHint }),
  });
});
