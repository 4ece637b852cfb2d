import { http } from '@google-cloud/functions-framework';
import { finishConnection } from '../shared/sync/linking/finishConnection.ts';
import { app } from './app.ts';
import { sendConnectionPage } from './connectionPage.ts';
import { OAuthQuery } from './oauthAnswer.ts';

/** Google's redirect after consent: stores the grant and queues the first sync. */
http('oauthCallback', async (request, response) => {
  const deps = app();
  // A link preview that only looks must not use the state up.
  if (request.method !== 'GET') {
    response.status(405).setHeader('Allow', 'GET').end();
    return;
  }
  try {
    const outcome = await finishConnection(deps, OAuthQuery.parse(request.query));
    sendConnectionPage(response, outcome, deps.config.NEXT_PUBLIC_APP_URL);
  } catch (error) {
    deps.log.event('unexpectedFailure', { function: 'oauthCallback', error });
    sendConnectionPage(response, { outcome: 'failed' }, deps.config.NEXT_PUBLIC_APP_URL);
  }
});
