import { readdir } from 'node:fs/promises';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

/**
 * The platform's last step of a build (`gcp-build`): loads everything once, so that the image has it compiled. It does not
 * run the main module, which wants the function's environment.
 */
enableCompileCache(join(import.meta.dirname, '.compile-cache'));
const parts = join(import.meta.dirname, 'parts');
for (const name of await readdir(parts)) {
  if (name.endsWith('.js')) await import(join(parts, name));
}
flushCompileCache();
process.exit();
