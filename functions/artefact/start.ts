import '../preamble.ts';
import { InvalidConfig, readConfig } from '../config.ts';

/** Ends the instance before it listens when its environment is wrong, with one line that names each variable. */
export function start(): void {
  try {
    readConfig();
  } catch (error) {
    if (!(error instanceof InvalidConfig)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
