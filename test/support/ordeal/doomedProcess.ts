import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { MailboxId } from '../../../shared/domain/ids.ts';
import type { WireEvent } from '../wireEvent.ts';
import type { World } from '../world.ts';

const SYNC_ONCE = fileURLToPath(import.meta.resolve('./syncOnce.ts'));

/**
 * Polls a mailbox in a process of its own, on the world's Gmail and Firestore, and kills it at its wire event number
 * `at`: what has reached us by then goes no further, and nothing is given back. Answers the events that it lived to
 * see, and how it ended.
 */
export async function pollInDoomedProcess(
  world: World,
  mailboxId: MailboxId,
  at = Number.POSITIVE_INFINITY,
): Promise<{ events: readonly string[]; exit: number | NodeJS.Signals }> {
  const child = spawn(process.execPath, [SYNC_ONCE, mailboxId], {
    env: { ...process.env, ...environmentOf(world) },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  const events: string[] = [];
  const onEvent = ({ side, what }: WireEvent) => {
    events.push(`${side} of ${what.split('?')[0]}`);
    if (events.length <= at) return undefined;
    child.kill('SIGKILL');
    return new Promise<void>(() => {});
  };
  world.gmail.onEvent = onEvent;
  world.firestore.onEvent = onEvent;
  const transactions: string[] = [];
  world.firestore.onTransaction = (id) => void transactions.push(id);
  try {
    const [code, signal]: (number | NodeJS.Signals | null)[] = await exited;
    return { events, exit: code ?? signal ?? 0 };
  } finally {
    world.gmail.onEvent = undefined;
    world.firestore.onEvent = undefined;
    world.firestore.onTransaction = undefined;
    for (const id of transactions) await rollBack(world, id);
  }
}

/**
 * Firestore ends a transaction, and its locks with it, a minute after its client has gone quiet; sooner than a lease.
 * One that was committed is over, and stays as it is.
 */
async function rollBack({ app }: World, transaction: string): Promise<void> {
  const database = `projects/${app.config.GOOGLE_CLOUD_PROJECT}/databases/(default)`;
  await fetch(`http://${process.env['FIRESTORE_EMULATOR_HOST']}/v1/${database}/documents:rollback`, {
    method: 'POST',
    headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
    body: JSON.stringify({ transaction }),
  });
}

/** What the world's own app was made of. */
function environmentOf({ app, firestore }: World): Record<string, string> {
  const config = Object.entries(app.config).filter((entry): entry is [string, string] => {
    return typeof entry[1] === 'string';
  });
  return { ...Object.fromEntries(config), FIRESTORE_EMULATOR_HOST: firestore.host };
}
