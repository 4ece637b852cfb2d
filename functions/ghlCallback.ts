import { http } from '@google-cloud/functions-framework';
import { finishGhlLink } from '../shared/sync/linking/finishGhlLink.ts';
import { app } from './app.ts';
import { ghlLinkPage } from './ghlLinkPage.ts';
import { OAuthQuery } from './oauthAnswer.ts';
import { sendResultPage } from './resultPage.ts';

/** GHL's redirect after somebody has chosen a location: links it. */
http('ghlCallback', async (request, response) => {
  const deps = app();
  // A link preview that only looks must not use the state up.
  if (request.method !== 'GET') {
    response.status(405).setHeader('Allow', 'GET').end();
    return;
  }
  const { ghlOAuth } = deps;
  if (!ghlOAuth) return sendResultPage(response, ghlLinkPage({ outcome: 'notConfigured' }));
  try {
    const outcome = await finishGhlLink({ ...deps, ghlOAuth }, OAuthQuery.parse(request.query));
    sendResultPage(response, ghlLinkPage(outcome));
  } catch (error) {
    deps.log.event('unexpectedFailure', { function: 'ghlCallback', error });
    sendResultPage(response, ghlLinkPage({ outcome: 'failed' }));
  }
});
