import { EmulatorError } from '../emulators/emulatorError.ts';
import { startEmulators } from '../emulators/startEmulators.ts';

/** Once a run: workers inherit the variables, and tests keep apart by random ids. */
export default async function startForAllTests() {
  try {
    const emulators = await startEmulators({ ports: 'free' });
    Object.assign(process.env, emulators.env);
    globalThis.emulatorsOfThisRun = emulators;
  } catch (error) {
    if (!(error instanceof EmulatorError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
