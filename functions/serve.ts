import { createServer, type RequestListener } from 'node:http';
import { parseArgs } from 'node:util';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { app } from './app.ts';
import { InvalidConfig } from './config.ts';
import { ALIASES, FUNCTIONS } from './registry.ts';
import { routeOf } from './route.ts';

const HELP = `Usage: npm run serve

Serves every function on one port (PORT, 8080 when unset), each at /<name>:
  ${FUNCTIONS.map((name) => `/${name}`).join(' ')}
and at ${Object.keys(ALIASES).join(', ')}.
Nothing else is started: services are found through the environment (README, "Configuration").
`;

/** Each function behind the framework's own server, with its own signature handling, as in the cloud. */
async function serve(): Promise<void> {
  const { config } = app();
  await import('./index.ts');
  const servers = new Map(FUNCTIONS.map((name) => [name, getTestServer(name)]));
  const listener: RequestListener = (request, response) => {
    const route = routeOf(request.url ?? '/');
    const server = route && servers.get(route.name);
    if (!server) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end(`No function here.\n\n${HELP}`);
      return;
    }
    request.url = route.rest;
    server.emit('request', request, response);
  };
  const server = createServer(listener).listen(config.PORT, () => {
    process.stderr.write(`Serving ${FUNCTIONS.length} functions on http://localhost:${portOf(server)}\n`);
  });
  server.on('error', (error) => fail(`Port ${config.PORT}: ${error.message}. Set PORT to another one.`));
  const stop = () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
}

function portOf(server: ReturnType<typeof createServer>): number | undefined {
  const address = server.address();
  return typeof address === 'object' ? address?.port : undefined;
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
if (values.help) {
  process.stdout.write(HELP);
} else {
  serve().catch((error: unknown) => {
    if (error instanceof InvalidConfig) fail(error.message);
    throw error;
  });
}
