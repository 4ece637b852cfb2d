import { hideErrors } from './config.ts';
import { onRequest } from './onRequest.ts';

hideErrors();

/**
 * Of every answer, whoever gives it: no page may be framed, load anything or be taken for another type, and nothing is
 * kept by a browser or a proxy. The older `X-Frame-Options` says it once more, because Express's page for an error
 * brings a policy of its own, which does not speak of frames.
 */
const HEADERS = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** For this host alone: others of the domain are not ours. */
const ONLY_HTTPS = 'max-age=31536000';

onRequest((request, response) => {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  // In the cloud, TLS ends before us.
  if (request.headers['x-forwarded-proto'] === 'https')
    response.setHeader('Strict-Transport-Security', ONLY_HTTPS);
});
