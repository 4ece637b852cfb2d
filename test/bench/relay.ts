import { setTimeout as sleep } from 'node:timers/promises';
import { createGhl } from '../../shared/adapters/ghl/createGhl.ts';
import type { LocationId } from '../../shared/domain/ids.ts';
import type { Contact } from '../../shared/domain/tenancy.ts';
import type { Clock } from '../../shared/ports/platform.ts';
import { relayOutbox } from '../../shared/sync/relay/relayOutbox.ts';
import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
import type { GhlLocation } from '../support/ghl/ghlLocation.ts';
import { GhlSimulator } from '../support/ghl/ghlSimulator.ts';
import { aLink } from '../support/relay/aLink.ts';
import { World } from '../support/world.ts';
import type { Table } from './table.ts';

/** The pace is part of what is measured. */
const REAL: Clock = { now: () => new Date(), sleep: (milliseconds) => sleep(milliseconds) };

const SIZES = [1, 100, 500];
const CONTACTS = 20;
const GHL_LATENCY_MS = 150;

/** The outbox of one location, drained to the GHL simulator, which enforces its limits. */
export async function benchRelay(): Promise<Table> {
  const [world, ghl] = await Promise.all([World.start(), GhlSimulator.start()]);
  try {
    ghl.limits.enforced = true;
    ghl.latency.set(GHL_LATENCY_MS);
    const rows = [];
    for (const size of SIZES) rows.push(await measure(world, ghl, size));
    return {
      title: 'Relay',
      note: `Mails of ${CONTACTS} contacts whom GHL knows; each call takes ${GHL_LATENCY_MS} ms, and 100 calls in 10 s are enforced.`,
      rows,
    };
  } finally {
    await Promise.all([world.close(), ghl.close()]);
  }
}

async function measure(world: World, simulator: GhlSimulator, size: number) {
  const ghl = simulator.addLocation();
  const locationId = await world.tenants.location();
  await world.tenants.settle(locationId, { ghl: aLink({ ghlLocationId: ghl.id }) });
  const contacts: Contact[] = [];
  for (let count = 0; count < CONTACTS; count += 1) contacts.push(await world.tenants.contact(locationId));
  const mailbox = await world.liveMailbox(await world.tenants.agent([locationId]));
  const seed = (count: number) =>
    mailbox.account.seed(
      count,
      (index) => ({ from: contacts[index % CONTACTS]?.emails[0] ?? '', to: mailbox.emailAddress }),
      { history: true },
    );
  const outboxQueue = { wake: async () => {} };
  const sync = () => syncMailbox({ ...world.app, outboxQueue }, mailbox.mailboxId, { reason: 'poll' });
  const relay = () => drain(world, simulator, { ghl, locationId });
  seed(Math.min(size, CONTACTS));
  await sync();
  await relay();
  seed(size);
  await sync();
  world.firestore.reset();
  const calls = ghl.calls.length;
  const start = performance.now();
  await relay();
  const seconds = (performance.now() - start) / 1_000;
  const { reads, writes } = world.firestore.counts();
  return {
    mails: size,
    ms: Math.round(seconds * 1_000),
    'mails/s': size / seconds,
    'GHL calls a mail': (ghl.calls.length - calls) / size,
    'reads a mail': reads / size,
    'writes a mail': writes / size,
    refused: ghl.calls.slice(calls).filter(({ status }) => status === 429).length,
  };
}

async function drain(
  world: World,
  simulator: GhlSimulator,
  { ghl, locationId }: { ghl: GhlLocation; locationId: LocationId },
) {
  const open = async () =>
    createGhl({
      ghlLocationId: ghl.id,
      conversationProviderId: null,
      token: async () => simulator.token(ghl),
      baseUrl: simulator.url,
    });
  await relayOutbox({ ...world.app, clock: REAL, ghl: { open } }, locationId);
}
