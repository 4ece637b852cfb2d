import { subscribe } from 'node:diagnostics_channel';
import { IncomingMessage } from 'node:http';

/**
 * Before it asks who calls, the framework inflates whatever is compressed, up to 1 GiB: half a megabyte from anybody
 * would take an instance's memory. Nobody who calls us compresses. Without the header the bytes are taken as they came,
 * within Cloud Run's limit, and are no JSON.
 */
subscribe('http.server.request.start', (message) => {
  const request = typeof message === 'object' && message !== null && 'request' in message && message.request;
  if (request instanceof IncomingMessage) delete request.headers['content-encoding'];
});
