import type { Command } from 'commander';
import type { LocationId } from '../../shared/domain/ids.ts';
import type { Location } from '../../shared/domain/tenancy.ts';
import type { LocationSettings } from '../../shared/ports/stores/directoryStore.ts';
import { changeLocation } from '../../shared/sync/agents/changeLocation.ts';
import type { Admin } from './admin.ts';
import { exclusions, locationId, words, yesOrNo } from './arguments.ts';
import { Refused, type Row } from './terminal.ts';

/** The CRM's tenants. */
export function addLocations(program: Command, admin: Admin): void {
  const group = program.command('locations').description("the CRM's tenants and their settings");

  group
    .command('list')
    .description('list all locations')
    .action(() => list(admin));

  group
    .command('show')
    .description('show one location')
    .argument('<locationId>', 'its id', locationId)
    .action((id: LocationId) => show(admin, id));

  withSettings(group.command('add'))
    .description('add a location')
    .argument('<locationId>', 'its id', locationId)
    .action((id: LocationId, told: Told) => add(admin, id, settingsOf(told)));

  withSettings(group.command('set'))
    .description('change settings of a location; those that are not named stay')
    .argument('<locationId>', 'its id', locationId)
    .action((id: LocationId, told: Told) => set(admin, id, settingsOf(told)));
}

interface Told {
  readonly name?: string;
  readonly shareMailboxes?: boolean;
  readonly exclude?: readonly string[];
  readonly skipAutomated?: boolean;
}

const withSettings = (command: Command): Command =>
  command
    .option('--name <name>', 'what it is called', words)
    .option('--share-mailboxes <yes|no>', "whether agents may use each other's mailboxes", yesOrNo)
    .option(
      '--exclude <list>',
      'whose mail is never stored: addresses and domains with commas between; "" for none',
      exclusions,
    )
    .option('--skip-automated <yes|no>', 'whether automated mail is left out', yesOrNo);

const settingsOf = ({ exclude, ...told }: Told): Partial<LocationSettings> => ({
  ...told,
  ...(exclude && { excluded: exclude }),
});

async function list({ app, terminal }: Admin): Promise<void> {
  const locations = await app().directory.listLocations();
  terminal.table(locations.map(rowOf), 'There are no locations: add one with "locations add".');
}

async function show({ app, terminal }: Admin, id: LocationId): Promise<void> {
  const location = await app().tenancy.readLocation(id);
  if (!location) throw unknownLocation(id);
  const agents = await app().directory.listAgents(id);
  terminal.record({ ...rowOf(location), agents: agents.map(({ uid }) => uid) });
}

async function add({ app, terminal }: Admin, id: LocationId, settings: Partial<LocationSettings>) {
  if (!(await app().directory.addLocation(id, settings)))
    throw new Refused(`There is a location ${id} already: change it with "locations set".`);
  terminal.done(`Location ${id} is added; agents come with "agents add ${id} <uid>".`, { locationId: id });
}

async function set({ app, terminal }: Admin, id: LocationId, settings: Partial<LocationSettings>) {
  if (Object.keys(settings).length === 0)
    throw new Refused('Nothing to set: name a setting, see "locations set --help".', 2);
  const decision = await changeLocation(app(), { by: 'operations', locationId: id, ...settings });
  if (decision.outcome !== 'saved') throw unknownLocation(id);
  terminal.record(rowOf(decision.location));
}

export const unknownLocation = (id: LocationId): Refused =>
  new Refused(`There is no location ${id}: see "locations list".`);

const rowOf = ({ locationId: id, name, shareMailboxes, excluded, skipAutomated, ghl }: Location): Row => ({
  locationId: id,
  name,
  shareMailboxes,
  excluded,
  skipAutomated,
  ghl: ghl?.status ?? null,
});
