import { parseArgs } from 'node:util';
import { startEmulators } from '../support/emulators/startEmulators.ts';
import { benchDeltas } from './deltas.ts';
import { benchLatency } from './latency.ts';
import { benchPoll } from './poll.ts';
import { benchRecovery } from './recovery.ts';
import { benchRelay } from './relay.ts';
import { benchStartup } from './startup.ts';
import { printTable, type Table } from './table.ts';
import { benchWeb } from './web.ts';

const BENCHES: Readonly<Record<string, () => Promise<Table>>> = {
  latency: benchLatency,
  deltas: benchDeltas,
  recovery: benchRecovery,
  relay: benchRelay,
  poll: benchPoll,
  startup: benchStartup,
  web: benchWeb,
};

const HELP = `Usage: npm run bench [-- name…]

Measures the engine on this machine, against the Gmail simulator and the emulators, and prints tables.
Names: ${Object.keys(BENCHES).join(', ')}. All of them unless named.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h', default: false } },
});
const unknown = positionals.filter((name) => !(name in BENCHES));
if (values.help || unknown.length > 0) {
  console.log(unknown.length > 0 ? `No bench is called ${unknown.join(', ')}.\n\n${HELP}` : HELP);
  process.exit(unknown.length > 0 ? 1 : 0);
}

const emulators = await startEmulators({ ports: 'free' });
Object.assign(process.env, emulators.env);
try {
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (positionals.length === 0 || positionals.includes(name)) printTable(await bench());
  }
} finally {
  await emulators.stop();
}
