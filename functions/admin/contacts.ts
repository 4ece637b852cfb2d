import { type Command, Option } from 'commander';
import type { ImportHistory } from '../../shared/domain/contacts/importProgress.ts';
import { ContactId, type EmailAddress, type LocationId } from '../../shared/domain/ids.ts';
import { queueLocationHistory } from '../../shared/sync/history/queueLocationHistory.ts';
import type { Admin } from './admin.ts';
import { address, locationId, oneAddress, pageSize, port, words } from './arguments.ts';
import { type EraseTold, eraseContact } from './eraseContact.ts';
import { exportContact } from './exportContact.ts';
import { importFromCsv } from './importFromCsv.ts';
import { importFromGhl } from './importFromGhl.ts';
import { importFromGoogle } from './importFromGoogle.ts';
import { unknownLocation } from './locations.ts';
import { findPerson, type PersonTold, personTold } from './person.ts';
import { REINDEXING, type ReindexTold, reindexContacts } from './reindexContacts.ts';
import { Refused } from './terminal.ts';

interface ImportTold {
  readonly from: 'ghl' | 'csv' | 'google';
  readonly history: ImportHistory;
  readonly dryRun?: boolean;
  readonly queue?: boolean;
  readonly account?: EmailAddress;
  readonly port?: number;
  readonly open: boolean;
  readonly yes?: boolean;
}

/** To be registered with the OAuth client, so it is always the same unless told. */
const REDIRECT_PORT = 8765;

/** Whose mail is stored. */
export function addContacts(program: Command, admin: Admin): void {
  const group = program.command('contacts').description('whose mail is stored');

  group
    .command('list')
    .description('list contacts of a location')
    .argument('<locationId>', 'the location', locationId)
    .option('--limit <n>', 'at most so many', pageSize, 100)
    .action((id: LocationId, told: { limit: number }) => list(admin, id, told));

  withHistory(group.command('add'), 'new')
    .description('add a contact to a location')
    .argument('<locationId>', 'the location', locationId)
    .requiredOption('--name <name>', 'their name', words)
    .requiredOption('--email <address...>', 'their addresses', address)
    .action((id: LocationId, told: AddTold) => add(admin, id, told));

  addPersonalData(group, admin);

  withHistory(group.command('import'), 'none')
    .description(
      'bring the contacts of a location from GHL, a CSV file, or somebody’s Google Contacts; done again it changes nothing',
    )
    .argument('<locationId>', 'the location', locationId)
    .argument('[file]', 'for --from csv: UTF-8, with a header such as name,email')
    .addOption(
      new Option('--from <source>', 'where from').choices(['ghl', 'csv', 'google']).makeOptionMandatory(),
    )
    .option(
      '--dry-run',
      'for --from csv and google: say what would become of each contact, and write nothing',
    )
    .option('--queue', 'for --from ghl: leave it to the functions')
    .option('--account <address>', 'for --from google: whose contacts they have to be', oneAddress)
    .option(
      '--port <n>',
      `for --from google: listen here for Google’s redirect to http://localhost:<n>/ (${REDIRECT_PORT} unless told)`,
      port,
    )
    .option('--no-open', 'for --from google: open no browser, only print the address')
    .option('--yes', 'for --from google: import without asking')
    .action((id: LocationId, file: string | undefined, told: ImportTold) =>
      run(admin, id, { ...told, file }),
    );

  group
    .command('reindex')
    .description('have contacts found by a search that were written before there was one, or by the CRM')
    .option('--location <id>', 'only those of a location', locationId)
    .option('--dry-run', 'say how many are behind, and write nothing')
    .addHelpText('after', REINDEXING)
    .action((told: ReindexTold) => reindexContacts(admin, told));
}

/** What the law lets a person ask for. */
function addPersonalData(group: Command, admin: Admin): void {
  group
    .command('export')
    .description('write everything that is stored of a contact, a line of JSON for each document')
    .argument('<contact>', 'the contact’s id, or an address of theirs', personTold)
    .option('--location <id>', 'the location, for an address', locationId)
    .option('--output <file>', 'write to a new file')
    .action(async (told: PersonTold, { location, output }: { location?: LocationId; output?: string }) =>
      exportContact(admin, await findPerson(admin.app().persons, told, location), output),
    );

  group
    .command('erase')
    .description(
      'delete everything that is stored of a contact, and see to it that no mailbox brings it back',
    )
    .argument('<contact>', 'the contact’s id, or an address of theirs', personTold)
    .option('--location <id>', 'the location, for an address', locationId)
    .option('--dry-run', 'say what there is, and erase nothing')
    .option(
      '--exclude',
      'add their addresses to those whose mail the location never stores, whoever else is in it',
    )
    .option('--yes', 'without asking')
    .addHelpText('after', ERASURE)
    .action(async (told: PersonTold, options: EraseTold & { location?: LocationId }) =>
      eraseContact(admin, await findPerson(admin.app().persons, told, options.location), options),
    );
}

const ERASURE = `
Their conversation goes, their messages, what was to be logged at GHL, and searches for their mail. A message that is
another contact's as well stays with that one. The ledgers of the mailboxes say of what goes that nobody in it is a
contact. It may be stopped at any moment and run again by the contact's id, also while mail arrives.`;

const withHistory = (command: Command, unlessTold: ImportHistory): Command =>
  command.addOption(
    new Option('--history <whose>', 'whose older mail is searched for: nobody’s, or that of new addresses')
      .choices(['none', 'new'])
      .default(unlessTold),
  );

async function list({ app, terminal }: Admin, id: LocationId, { limit }: { limit: number }): Promise<void> {
  const { tenancy } = app();
  if (!(await tenancy.readLocation(id))) throw unknownLocation(id);
  const contacts = await tenancy.contactsIn(id, { limit: limit + 1 });
  terminal.table(
    contacts
      .slice(0, limit)
      .map(({ contactId, name, emails, ghlContactId }) => ({ contactId, name, emails, ghlContactId })),
    `Location ${id} has no contacts: bring them with "contacts import".`,
  );
  if (contacts.length > limit) terminal.note(`There are more than ${limit}: raise --limit.`);
}

interface AddTold {
  readonly name: string;
  readonly email: readonly EmailAddress[];
  readonly history: ImportHistory;
}

async function add(
  { app, terminal }: Admin,
  id: LocationId,
  { name, email, history }: AddTold,
): Promise<void> {
  const deps = app();
  if (!(await deps.tenancy.readLocation(id))) throw unknownLocation(id);
  const contactId = ContactId(deps.random.id());
  const emails = [...new Set(email)];
  const saved = await deps.tenancy.saveContact({ contactId, locationId: id, name, emails, isNew: true });
  if (saved.outcome === 'taken')
    throw new Refused(`Contact ${saved.by} of this location has ${saved.email} already.`);
  if (saved.outcome === 'unknown') throw new Refused('There is such a contact already.');
  if (history === 'new') await queueLocationHistory(deps, saved.contact);
  terminal.done(`Contact ${contactId} is added to location ${id}.`, { contactId, locationId: id, emails });
}

async function run(
  admin: Admin,
  id: LocationId,
  { from, file, ...told }: ImportTold & { readonly file: string | undefined },
): Promise<void> {
  const { account, port = REDIRECT_PORT, open } = told;
  if (from === 'google') {
    if (file !== undefined || told.queue) throw new Refused('--from google takes no file and no --queue.', 2);
    return importFromGoogle(admin, { ...told, locationId: id, port });
  }
  if (account !== undefined || told.port !== undefined || !open)
    throw new Refused('--account, --port and --no-open are for --from google.', 2);
  if (from === 'ghl') {
    if (file !== undefined || told.dryRun) throw new Refused('--from ghl takes no file and no --dry-run.', 2);
    return importFromGhl(admin, id, told);
  }
  if (file === undefined)
    throw new Refused('Name the file: contacts import --from csv <locationId> <file>.', 2);
  if (told.queue) throw new Refused('--queue is for --from ghl.', 2);
  return importFromCsv(admin, { ...told, locationId: id, file });
}
