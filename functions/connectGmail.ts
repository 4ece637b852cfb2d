import { startConnection } from '../shared/sync/linking/startConnection.ts';
import { callable } from './callable.ts';
import { redirectUri } from './redirectUri.ts';
import { noRedirect } from './refusals.ts';

/** An agent begins to connect a Gmail account: answers the URL of Google's consent page. */
callable('connectGmail', (deps, { agent, input, origin }) => {
  const uri = redirectUri(deps.config, origin);
  if (!uri) throw noRedirect();
  const { loginHint, returnTo } = input;
  return startConnection(deps, {
    uid: agent.uid,
    redirectUri: uri,
    returnTo,
    ...(loginHint && { loginHint }),
  });
});
