import { startEmulatorProcess } from '../emulators/emulatorProcess.ts';
import { launchCommand } from '../emulators/launchCommand.ts';
import { freePort } from '../emulators/ports.ts';

export interface AuthEmulator {
  /** `127.0.0.1:port`, for FIREBASE_AUTH_EMULATOR_HOST. */
  readonly host: string;
  stop(): Promise<void>;
}

/**
 * An Auth emulator for this project alone. Firebase's SDK names no project when somebody signs in, only an API key, and
 * the emulator takes every key for one of the project that it was started with.
 */
export async function startAuth(projectId: string): Promise<AuthEmulator> {
  const host = `127.0.0.1:${await freePort()}`;
  const { stop } = await startEmulatorProcess(
    await launchCommand('auth', { kind: 'auth-server' }, host, projectId),
  );
  return { host, stop };
}
