import type { Command } from 'commander';
import type { AgentId, LocationId } from '../../shared/domain/ids.ts';
import type { Admin } from './admin.ts';
import { agentId, locationId, words } from './arguments.ts';
import { unknownLocation } from './locations.ts';
import { Refused } from './terminal.ts';

/** Who may see which location; nothing else decides it. */
export function addAgents(program: Command, admin: Admin): void {
  const group = program.command('agents').description('who works in which location');

  group
    .command('list')
    .description('list all agents, or those of a location')
    .argument('[locationId]', 'a location', locationId)
    .action((id?: LocationId) => list(admin, id));

  group
    .command('add')
    .description('let somebody work in a location')
    .argument('<locationId>', 'the location', locationId)
    .argument('<uid>', 'their id in Firebase Authentication', agentId)
    .option('--email <address>', 'their address', words)
    .action((id: LocationId, uid: AgentId, told: { email?: string }) => add(admin, { id, uid, ...told }));

  group
    .command('remove')
    .description('end somebody’s work in a location; their mailbox stays connected')
    .argument('<locationId>', 'the location', locationId)
    .argument('<uid>', 'their id in Firebase Authentication', agentId)
    .option('--yes', 'without asking')
    .action((id: LocationId, uid: AgentId, told: { yes?: boolean }) => remove(admin, { id, uid, ...told }));
}

async function list({ app, terminal }: Admin, id: LocationId | undefined): Promise<void> {
  const agents = await app().directory.listAgents(id);
  terminal.table(
    agents.map(({ uid, email, locationIds }) => ({ uid, email, locations: locationIds })),
    id ? `Nobody works in location ${id}.` : 'There are no agents: add one with "agents add".',
  );
}

async function add(
  { app, terminal }: Admin,
  { id, uid, email }: { id: LocationId; uid: AgentId; email?: string },
): Promise<void> {
  const outcome = await app().directory.addAgent(uid, { locationId: id, email });
  if (outcome === 'unknownLocation') throw unknownLocation(id);
  const sentence =
    outcome === 'added' ? `${uid} works in location ${id} now.` : `${uid} works in location ${id} already.`;
  terminal.done(sentence, { uid, locationId: id, outcome });
}

async function remove(
  { app, terminal }: Admin,
  { id, uid, yes }: { id: LocationId; uid: AgentId; yes?: boolean },
): Promise<void> {
  const { config, directory } = app();
  const where = `project ${config.GOOGLE_CLOUD_PROJECT}`;
  await terminal.confirm(
    `${where}: end the work of ${uid} in location ${id}? They see nothing of it any more.`,
    {
      yes,
    },
  );
  if (!(await directory.removeAgent(uid, id)))
    throw new Refused(`${uid} does not work in location ${id}: see "agents list ${id}".`);
  terminal.done(`${uid} no longer works in location ${id}.`, { uid, locationId: id, outcome: 'removed' });
}
