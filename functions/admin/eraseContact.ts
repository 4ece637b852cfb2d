import type { MessageId } from '../../shared/domain/ids.ts';
import type { Contact } from '../../shared/domain/tenancy.ts';
import type { PersonRecord, PersonStore, RecordKind } from '../../shared/ports/persons.ts';
import { eraseContact as erase } from '../../shared/sync/contacts/eraseContact.ts';
import { fullPages } from '../../shared/sync/conversations/fullPages.ts';
import type { App } from '../app.ts';
import type { Admin } from './admin.ts';
import { progressBar } from './progressBar.ts';
import { Refused } from './terminal.ts';

export interface EraseTold {
  readonly dryRun?: boolean;
  readonly exclude?: boolean;
  readonly yes?: boolean;
}

const PAGE = 100;

/** Says what there is, asks, and erases it. */
export async function eraseContact(admin: Admin, contact: Contact, told: EraseTold): Promise<void> {
  const { terminal } = admin;
  const deps = admin.app();
  const { contactId, locationId, emails } = contact;
  const counts = await countsOf(deps.persons, contact);
  if (told.dryRun) {
    terminal.record({ contactId, locationId, emails, ...counts });
    terminal.note('Nothing is erased.');
    return;
  }
  terminal.note(`Contact ${contactId} of location ${locationId}: if this is stopped, go on with that id.`);
  const what = `${counts.messages} messages, ${counts.conversations} conversations`;
  await terminal.confirm(`Erase contact ${contactId}, ${what} and all else? It cannot be undone.`, told);
  if (told.exclude) await exclude(deps, contact);
  const bar = progressBar(terminal, 'Messages');
  const result = await erase(deps, contact, (done) =>
    bar.show(done, Math.max(done, counts.messages)),
  ).finally(() => bar.stop());
  const { outcome, removed, kept, left } = result;
  if (outcome === 'left') throw new Refused(leftOf(contact, left));
  terminal.done(
    `Contact ${contactId} is erased: ${removed} messages are gone, ${kept} stay with other contacts.`,
    { contactId, locationId, removed, kept, excluded: told.exclude === true },
  );
  for (const note of notesOf(contact, told)) terminal.note(note);
}

async function countsOf(persons: PersonStore, contact: Contact) {
  const countOf = async (kind: RecordKind) => {
    let count = 0;
    const pages = fullPages<PersonRecord>(PAGE, ({ limit, after }) =>
      persons.recordsOf(contact, kind, { limit, after: after?.id }),
    );
    for await (const page of pages) count += page.length;
    return count;
  };
  // Without their words.
  let messages = 0;
  const pages = fullPages<MessageId>(PAGE, (page) => persons.messagesOf(contact, page));
  for await (const page of pages) messages += page.length;
  return {
    messages,
    conversations: await countOf('conversation'),
    outbox: await countOf('outbox'),
    historyFetches: await countOf('historyFetch'),
  };
}

/** Before anything else: from then on no mail with them is stored, whoever else is in it. */
async function exclude({ directory }: App, { locationId, emails }: Contact): Promise<void> {
  if (!(await directory.addExclusions(locationId, emails)))
    throw new Refused(`There is no location ${locationId} to add the addresses to: leave --exclude away.`);
}

function leftOf({ contactId }: Contact, left: readonly MessageId[]): string {
  if (left.length === 0) return `Others write to contact ${contactId} all the time: run it again.`;
  const some = left.slice(0, 10).join(', ');
  return `${left.length} messages of contact ${contactId} cannot be read, such as ${some}: delete them in Firestore, and run it again. No mail is matched with the contact meanwhile.`;
}

function notesOf({ emails, ghlContactId }: Contact, { exclude }: EraseTold): readonly string[] {
  const again = `A later contact with ${emails.join(' or ') || 'their address'} would bring new mail, and older mail by a search`;
  return [
    exclude
      ? 'Their addresses are excluded: no mail with them is stored.'
      : `${again}: --exclude prevents that.`,
    'In Gmail, at GHL and in backups it is still there.',
    ...(ghlContactId === null
      ? []
      : [`At GHL, contact ${ghlContactId} comes back with its next change: delete it there.`]),
  ];
}
