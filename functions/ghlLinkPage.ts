import type { Response } from '@google-cloud/functions-framework';
import type { FinishLinkOutcome, FinishLinkRefusal } from '../shared/sync/linking/finishGhlLink.ts';
import { type ResultPage, sendResultPage, sendToApp } from './resultPage.ts';

type Outcome = FinishLinkOutcome | { readonly outcome: 'notConfigured' };

const NOTHING = 'Nothing was changed.';

const NOT_OPENED: ResultPage = {
  status: 403,
  title: 'GoHighLevel did not open the location',
  text: `It refused the access that it had just given, or some permissions are missing. ${NOTHING} Ask for a new link.`,
};

const REFUSALS: Readonly<Record<FinishLinkRefusal, ResultPage>> = {
  unknownState: {
    status: 400,
    title: 'This link is no longer valid',
    text: 'It was used before, or it is older than an hour. Ask for a new one.',
  },
  notTheirs: {
    status: 403,
    title: 'The location was not linked',
    text: `Whoever began it does not work there any more. ${NOTHING}`,
  },
  unknownLocation: {
    status: 409,
    title: 'The location is no longer there',
    text: `It was removed from the CRM in the meantime. ${NOTHING}`,
  },
  denied: {
    status: 403,
    title: 'GoHighLevel was not linked',
    text: `You did not allow access. ${NOTHING} The link can be asked for again at any time.`,
  },
  endedByGhl: {
    status: 403,
    title: 'GoHighLevel did not allow the link',
    text: `${NOTHING} GoHighLevel may have had a problem: ask for a new link and try again later.`,
  },
  codeRejected: {
    status: 400,
    title: 'GoHighLevel did not confirm the link',
    text: `The confirmation had expired or was used before. ${NOTHING} Ask for a new link.`,
  },
  noLocation: {
    status: 403,
    title: 'No location was chosen',
    text: `Access to a whole agency is not what is needed. ${NOTHING} Ask for a new link and choose the location.`,
  },
  noOfflineAccess: {
    status: 403,
    title: 'GoHighLevel gave no lasting access',
    text: `${NOTHING} Remove the app from the location in GoHighLevel, then ask for a new link.`,
  },
  foreignLocation: {
    status: 403,
    title: 'Another location was chosen',
    text: `The link was made for a certain location of GoHighLevel, and this is another one. ${NOTHING} Ask for a new link and choose that one.`,
  },
  otherLocation: {
    status: 409,
    title: 'The location is linked to another one of GoHighLevel’s',
    text: `Its contacts may have ids of there. ${NOTHING} Whoever runs this system can move it.`,
  },
  tokenRefused: NOT_OPENED,
  notOpened: NOT_OPENED,
};

/**
 * Tells whoever comes back from GHL how it ended: an agent who began it in the app, there; whoever owns the location at
 * GHL and was sent the address by operations, on a page of ours, because they may not know the app.
 */
export function sendGhlLinkPage(response: Response, outcome: Outcome, appUrl: string | undefined): void {
  const path = pathOf(outcome);
  if (appUrl && path !== undefined) sendToApp(response, `${appUrl}${path}`, resultOf(outcome));
  else sendResultPage(response, pageOf(outcome));
}

/** Of the app. Where nobody knows who began it, it was most likely an agent. */
function pathOf(outcome: Outcome): string | undefined {
  if ('returnTo' in outcome) return outcome.returnTo;
  return outcome.outcome === 'refused' && outcome.reason === 'unknownState' ? '/' : undefined;
}

const resultOf = (outcome: Outcome): Record<string, string> =>
  outcome.outcome === 'refused' ? { ghl: 'refused', reason: outcome.reason } : { ghl: outcome.outcome };

function pageOf(outcome: Outcome): ResultPage {
  switch (outcome.outcome) {
    case 'linked':
      return {
        status: 200,
        title: 'GoHighLevel is linked',
        text: `Emails of this location are logged to ${outcome.ghlLocationId} from now on. You can close this window.`,
      };
    case 'refused':
      return REFUSALS[outcome.reason];
    case 'notConfigured':
      return {
        status: 404,
        title: 'GoHighLevel cannot be linked here',
        text: 'No app of GoHighLevel’s marketplace is configured.',
      };
    case 'failed':
      return {
        status: 500,
        title: 'Something went wrong on our side',
        text: 'The location may not be linked. Ask for a new link and try again in a few minutes.',
      };
    default:
      return outcome satisfies never;
  }
}
