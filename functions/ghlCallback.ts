import { http } from '@google-cloud/functions-framework';
import { finishGhlLink } from '../shared/sync/linking/finishGhlLink.ts';
import { app } from './app.ts';
import { sendGhlLinkPage } from './ghlLinkPage.ts';
import { OAuthQuery } from './oauthAnswer.ts';

/** GHL's redirect after somebody has chosen a location: links it. */
http('ghlCallback', async (request, response) => {
  const deps = app();
  // A link preview that only looks must not use the state up.
  if (request.method !== 'GET') {
    response.status(405).setHeader('Allow', 'GET').end();
    return;
  }
  const { ghlOAuth } = deps;
  const { NEXT_PUBLIC_APP_URL: appUrl } = deps.config;
  if (!ghlOAuth) return sendGhlLinkPage(response, { outcome: 'notConfigured' }, appUrl);
  try {
    const outcome = await finishGhlLink({ ...deps, ghlOAuth }, OAuthQuery.parse(request.query));
    sendGhlLinkPage(response, outcome, appUrl);
  } catch (error) {
    deps.log.event('unexpectedFailure', { function: 'ghlCallback', error });
    // Nobody knows who began it.
    sendGhlLinkPage(response, { outcome: 'failed', returnTo: '/' }, appUrl);
  }
});
