import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
import { World } from '../support/world.ts';
import type { Table } from './table.ts';

const SIZES = [1, 100, 1_000];
const GMAIL_LATENCY_MS = 80;
const WARM_UP = 20;

/** One delta of many mails of one contact, in threads of their own, in this process. */
export async function benchDeltas(): Promise<Table> {
  const world = await World.start();
  try {
    await measure(world, WARM_UP, 0);
    const rows = [];
    for (const latencyMs of [0, GMAIL_LATENCY_MS]) {
      for (const size of SIZES) rows.push(await measure(world, size, latencyMs));
    }
    return {
      title: 'Deltas',
      note: "Each mail in a thread of its own; the simulator's quota is not enforced; Firestore is reached through the counting proxy. Latency in milliseconds.",
      rows,
    };
  } finally {
    await world.close();
  }
}

async function measure(world: World, size: number, latencyMs: number) {
  const locationId = await world.tenants.location();
  const { emails } = await world.tenants.contact(locationId);
  const { account, mailboxId, emailAddress } = await world.liveMailbox(
    await world.tenants.agent([locationId]),
  );
  const sync = () => syncMailbox(world.app, mailboxId, { reason: 'poll' });
  await sync();
  const mails = account.seed(
    size,
    (index) => ({
      from: emails[0] ?? '',
      to: emailAddress,
      subject: `Mail ${index}`,
      text: 'Is it still free?',
    }),
    { history: true },
  );
  account.usage.reset();
  world.firestore.reset();
  world.gmail.latency.set(latencyMs);
  const start = performance.now();
  await sync();
  const seconds = (performance.now() - start) / 1_000;
  world.gmail.latency.clear();
  const { reads, writes } = world.firestore.counts();
  return {
    mails: mails.length,
    'Gmail latency': latencyMs,
    ms: Math.round(seconds * 1_000),
    'mails/s': mails.length / seconds,
    'Gmail calls': account.usage.calls.length,
    'Gmail units': account.usage.units,
    reads,
    writes,
  };
}
