import { http, type Response } from '@google-cloud/functions-framework';
import { isSigned } from '../shared/adapters/ghl/webhookSignature.ts';
import { readGhlWebhook } from '../shared/domain/contacts/ghlWebhook.ts';
import { SyncError } from '../shared/domain/syncError.ts';
import { applyContactEvent } from '../shared/sync/contacts/applyContactEvent.ts';
import { type App, app } from './app.ts';

/** A contact with everything that GHL tells of it is a hundredth of that. */
const MAX_BYTES = 512 * 1024;

/** What GHL tells of its contacts. Nothing is read, nor even parsed here, of what GHL has not signed. */
http('ghlWebhook', async (request, response) => {
  const deps = app();
  if (request.method !== 'POST') {
    response.status(405).setHeader('Allow', 'POST').end();
    return;
  }
  const body = request.rawBody ?? Buffer.alloc(0);
  if (body.length > MAX_BYTES) return refuse(deps, response, { status: 413, reason: 'tooBig' });
  // The older X-WH-Signature has ended: it is not looked at.
  if (!isSigned(body, request.get('x-ghl-signature'), deps.config.GHL_WEBHOOK_PUBLIC_KEY))
    return refuse(deps, response, { status: 401, reason: 'signature' });
  const read = readGhlWebhook(body.toString('utf8'));
  if (read.outcome === 'malformed') return refuse(deps, response, { status: 400, reason: read.reason });
  if (read.outcome === 'ignored') {
    response.json({ outcomes: ['ignored'] });
    return;
  }
  try {
    response.json({ outcomes: await applyContactEvent(deps, read.event) });
  } catch (error) {
    deps.log.event('unexpectedFailure', { function: 'ghlWebhook', error });
    // GHL sends again what it gets this answer for, and nothing else: help.gohighlevel.com, "Automated Webhook Retries".
    response
      .status(error instanceof SyncError && error.retryable ? 429 : 500)
      .json({ error: 'Send it again.' });
  }
});

function refuse(deps: App, response: Response, { status, reason }: { status: number; reason: string }): void {
  deps.log.event('webhookRefused', { reason });
  response.status(status).json({ error: reason });
}
