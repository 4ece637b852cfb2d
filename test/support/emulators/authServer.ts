// node authServer.ts <port> <project>: firebase-tools' Auth emulator alone, without its command line.
import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import { z } from 'zod';

const callable = <Function>() => z.custom<Function>((value) => typeof value === 'function');
type Middleware = (document: unknown, options: object) => unknown;
type CreateApp = (defaultProject: string) => Promise<RequestListener>;

const requireFromFirebase = createRequire(import.meta.resolve('firebase-tools/package.json'));

/** Compiling every schema of the API up front takes four of the five seconds of a start; few are ever used. */
function compileSchemasLazily(): void {
  const exegesis = z
    .looseObject({ middleware: callable<Middleware>() })
    .parse(requireFromFirebase('exegesis-express'));
  Object.assign(requireFromFirebase('exegesis-express'), {
    middleware: (document: unknown, options: object) =>
      exegesis.middleware(document, { ...options, lazyCompileValidationSchemas: true }),
  });
}

const [port, project] = z.tuple([z.coerce.number(), z.string()]).parse(process.argv.slice(2));
compileSchemasLazily();
const { createApp } = z
  .looseObject({ createApp: callable<CreateApp>() })
  .parse(requireFromFirebase('./lib/emulator/auth/server.js'));
createServer(await createApp(project)).listen(port, '127.0.0.1');
