import type { Response } from '@google-cloud/functions-framework';
import type { ConnectionOutcome, RefusalReason } from '../shared/sync/linking/finishConnection.ts';
import { type ResultPage, sendResultPage, sendToApp } from './resultPage.ts';

const REFUSALS: Readonly<Record<RefusalReason, ResultPage>> = {
  unknownState: {
    status: 400,
    title: 'This link is no longer valid',
    text: 'It was used before, or it is older than half an hour. Start again from your settings.',
  },
  denied: {
    status: 403,
    title: 'Gmail was not connected',
    text: 'You did not allow access. Nothing was stored. You can connect at any time from your settings.',
  },
  endedByGoogle: {
    status: 403,
    title: 'Google did not allow the connection',
    text: 'Nothing was stored. Your administrator’s policy may forbid it, or Google had a problem: try again later.',
  },
  codeRejected: {
    status: 400,
    title: 'Google did not confirm the connection',
    text: 'The confirmation had expired or was used before. Start again from your settings.',
  },
  scopesMissing: {
    status: 403,
    title: 'Some permissions are missing',
    text: 'All boxes on Google’s page have to be ticked, or mail cannot be synced. Start again and tick them all.',
  },
  noOfflineAccess: {
    status: 403,
    title: 'Google gave no lasting access',
    text: 'Remove this app from your Google account’s third-party access, then connect again.',
  },
  mailboxTaken: {
    status: 409,
    title: 'Another agent has connected this mailbox',
    text: 'They have to disconnect it in their settings before you can connect it.',
  },
  stillDisconnecting: {
    status: 409,
    title: 'This mailbox is still being disconnected',
    text: 'It was disconnected a moment ago, and that is not finished yet. Try again in a minute from your settings.',
  },
};

const FAILED: ResultPage = {
  status: 500,
  title: 'Something went wrong on our side',
  text: 'Nothing was connected. Try again from your settings in a few minutes.',
};

/** Tells the person how it ended: on a page of ours, or on the app's own, where there is one. */
export function sendConnectionPage(
  response: Response,
  outcome: ConnectionOutcome,
  appUrl: string | undefined,
): void {
  if (appUrl) sendToApp(response, `${appUrl}${outcome.returnTo ?? '/'}`, resultOf(outcome));
  else sendResultPage(response, pageOf(outcome));
}

function pageOf(outcome: ConnectionOutcome): ResultPage {
  switch (outcome.outcome) {
    case 'connected':
      return {
        status: 200,
        title: 'Gmail is connected',
        text: `${outcome.emailAddress} is being synced. You can close this window.`,
      };
    case 'refused':
      return REFUSALS[outcome.reason];
    case 'failed':
      return FAILED;
    default:
      return outcome satisfies never;
  }
}

function resultOf(outcome: ConnectionOutcome): Record<string, string> {
  return outcome.outcome === 'refused'
    ? { gmail: 'refused', reason: outcome.reason }
    : { gmail: outcome.outcome };
}
