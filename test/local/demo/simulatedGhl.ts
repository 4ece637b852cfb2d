import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LocationId } from '../../../shared/domain/ids.ts';
import type { GhlLocation } from '../../support/ghl/ghlLocation.ts';
import { GhlSimulator } from '../../support/ghl/ghlSimulator.ts';
import { DemoError } from './demoError.ts';
import { type Person, titleOf } from './person.ts';
import { type Session, step } from './session.ts';

const ADMIN = fileURLToPath(new URL('../../../functions/admin/main.ts', import.meta.url));

/** A GoHighLevel with a location that has the same contacts. */
export interface SimulatedGhl {
  readonly url: string;
  readonly location: GhlLocation;
  readonly token: string;
}

export async function startSimulatedGhl(
  session: Session,
  contacts: readonly Person[],
): Promise<SimulatedGhl> {
  const simulator = await GhlSimulator.start();
  session.resources.defer(() => simulator.close());
  const location = simulator.addLocation();
  for (const person of contacts) location.addContact({ name: titleOf(person), email: person.address });
  return { url: simulator.url, location, token: simulator.token(location) };
}

/** As operations do it: `npm run admin -- ghl link`. */
export async function linkToGhl(
  session: Session,
  ghl: SimulatedGhl,
  { locationId, env }: { locationId: LocationId; env: Readonly<Record<string, string>> },
): Promise<void> {
  const link = async () => {
    const args = [ADMIN, 'ghl', 'link', locationId, '--token-stdin', '--ghl-location', ghl.location.id];
    const admin = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: 'pipe' });
    let told = '';
    admin.stderr.on('data', (chunk) => {
      told += String(chunk);
    });
    admin.stdout.resume();
    admin.stdin.end(ghl.token);
    const [code] = await once(admin, 'close');
    if (code !== 0) throw new DemoError(`The location could not be linked: ${told.trim()}`);
  };
  await step(session, 'GoHighLevel', link, () => `${ghl.url}, simulated, linked by npm run admin`);
}
