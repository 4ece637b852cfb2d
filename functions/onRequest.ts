import { subscribe } from 'node:diagnostics_channel';
import { IncomingMessage, ServerResponse } from 'node:http';

/** Has each request seen as it comes, before the framework, which offers no place for it, reads or answers any of it. */
export function onRequest(see: (request: IncomingMessage, response: ServerResponse) => void): void {
  subscribe('http.server.request.start', (message) => {
    if (typeof message !== 'object' || message === null) return;
    const request = 'request' in message && message.request;
    const response = 'response' in message && message.response;
    if (request instanceof IncomingMessage && response instanceof ServerResponse) see(request, response);
  });
}
