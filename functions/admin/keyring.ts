import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { PROPAGATION_MS } from '../../shared/domain/keyringRotation.ts';
import type { Admin } from './admin.ts';
import { keyringStatus } from './keyringStatus.ts';
import { type RotateTold, rotate } from './rotate.ts';

const MINUTE_MS = 60_000;

/** The keys that seal grants. */
export function addKeyring(program: Command, admin: Admin): void {
  const group = program.command('keyring').description('the keys that seal grants, and their rotation');

  group
    .command('status')
    .description('show the keys by their ids, how many grants each of them seals, and what is to be done')
    .action(() => keyringStatus(admin));

  group
    .command('rotate')
    .description(
      'take the next step of a rotation: add a key, make it current, seal every grant with it, take old keys off; each step waits for the one before to have reached every instance',
    )
    .option('--wait', 'take all steps, with the waiting between them')
    .option('--retire', 'also take off old keys that seal nothing any more')
    .option('--again', 'begin a rotation although one has just ended')
    .option('--pause <minutes>', 'wait longer between the steps', minutes, PROPAGATION_MS / MINUTE_MS)
    .option(
      '--print',
      'of a keyring in the environment: print the next one, which is key material, to be piped',
    )
    .option('--yes', 'without asking')
    .action((told: RotateTold) => rotate(admin, told));
}

function minutes(told: string): number {
  const parsed = z.coerce
    .number()
    .min(PROPAGATION_MS / MINUTE_MS)
    .max(10_080)
    .safeParse(told);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`It is not a number from ${PROPAGATION_MS / MINUTE_MS} to 10080.`);
}
