import { buildForAllTests } from '../browser/builtWeb.ts';
import { EmulatorError } from '../emulators/emulatorError.ts';
import { startEmulators } from '../emulators/startEmulators.ts';

/** Once a run: workers inherit the variables, and tests keep apart by random ids. */
export default async function startForAllTests() {
  try {
    const [emulators, removeWeb] = await Promise.all([startEmulators({ ports: 'free' }), buildForAllTests()]);
    Object.assign(process.env, emulators.env);
    globalThis.emulatorsOfThisRun = emulators;
    globalThis.removeWebOfThisRun = removeWeb;
  } catch (error) {
    if (!(error instanceof EmulatorError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
