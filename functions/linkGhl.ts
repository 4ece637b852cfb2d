import { HttpsError } from 'firebase-functions/https';
import { SyncError } from '../shared/domain/syncError.ts';
import { linkAsAgent } from '../shared/sync/linking/linkAsAgent.ts';
import type { LinkRefusal } from '../shared/sync/linking/linkGhl.ts';
import type { App } from './app.ts';
import { callable } from './callable.ts';
import { ghlRedirectUri } from './redirectUri.ts';
import { noRedirect, unknownDocument } from './refusals.ts';

/** An agent links a location to GoHighLevel: by a token, or by the page whose URL is answered. */
callable('linkGhl', async (deps, { agent, input, origin }) => {
  const { token, returnTo, ...asked } = input;
  const by = token === undefined ? { ...pageOf(deps, origin), returnTo } : { token };
  const outcome = await linkAsAgent(deps, { agent, ...asked, by }).catch((error: unknown) => {
    throw ghlFailure(deps, error);
  });
  if (outcome.outcome === 'refused') throw refusal(outcome.reason);
  return outcome.outcome === 'linked' ? outcome : { ...outcome, expiresAt: outcome.expiresAt.toISOString() };
});

function pageOf({ config, ghlOAuth }: App, origin: string) {
  if (!ghlOAuth) {
    throw new HttpsError(
      'failed-precondition',
      'No app of GoHighLevel’s marketplace is configured: link by a Private Integration Token, or have operations set GHL_CLIENT_ID and GHL_CLIENT_SECRET.',
    );
  }
  const redirectUri = ghlRedirectUri(config, origin);
  if (!redirectUri) throw noRedirect();
  return { ghlOAuth, redirectUri };
}

function refusal(reason: LinkRefusal): HttpsError {
  switch (reason) {
    case 'unknownLocation':
      return unknownDocument('location');
    case 'otherLocation':
      return new HttpsError(
        'failed-precondition',
        'This location is, or was, linked to another one of GoHighLevel’s, and its contacts may have ids of there: nothing was changed. Operations can move it, with `npm run admin -- ghl link <locationId> --ghl-location <id>`.',
        { reason },
      );
    case 'tokenRefused':
      return new HttpsError(
        'failed-precondition',
        'GoHighLevel does not take this token: create one in the location’s settings there, with the scopes for contacts and conversations.',
        { reason },
      );
    case 'notOpened':
      return new HttpsError(
        'failed-precondition',
        'The token does not open the contacts of that location at GoHighLevel: give the id of the location that it was made in, or make one with the scopes for contacts and conversations.',
        { reason },
      );
    default:
      return reason satisfies never;
  }
}

/** What fails otherwise is told as GHL's, where it is. */
function ghlFailure({ log }: App, error: unknown): unknown {
  if (!(error instanceof SyncError) || !error.operation.startsWith('ghl.')) return error;
  log.event('unexpectedFailure', { function: 'linkGhl', error });
  return new HttpsError(
    'unavailable',
    'GoHighLevel did not answer as it should: nothing was changed. Try again in a moment.',
  );
}
