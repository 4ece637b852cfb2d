import { open } from 'node:fs/promises';
import type { Contact } from '../../shared/domain/tenancy.ts';
import { type PersonRecord, type PersonStore, RECORD_KINDS } from '../../shared/ports/persons.ts';
import { fullPages } from '../../shared/sync/conversations/fullPages.ts';
import type { Admin } from './admin.ts';
import { Refused } from './terminal.ts';

/** Messages have up to a megabyte each. */
const PAGE = 20;

const NOTE =
  'Files that hang on a mail are listed with it, and are not in the export: their bytes are in Gmail alone.';

/** All that is stored of a contact, a line of JSON for each document, one page after the other. */
export async function exportContact(
  { app, terminal }: Admin,
  contact: Contact,
  output: string | undefined,
): Promise<void> {
  const { persons } = app();
  if (output === undefined) {
    for await (const line of linesOf(persons, contact)) {
      if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
    terminal.note(NOTE);
    return;
  }
  // Not over another file, and for nobody else of this machine to read.
  const file = await open(output, 'wx', 0o600).catch(() => {
    throw new Refused(`${output} cannot be written, or is there already: name a new file.`);
  });
  let documents = 0;
  try {
    for await (const line of linesOf(persons, contact)) {
      await file.write(line);
      documents += 1;
    }
  } finally {
    await file.close();
  }
  const { contactId } = contact;
  terminal.done(`${documents} documents of contact ${contactId} are in ${output}.`, {
    contactId,
    documents,
    output,
  });
  terminal.note(NOTE);
}

async function* linesOf(persons: PersonStore, contact: Contact): AsyncGenerator<string> {
  for (const kind of RECORD_KINDS) {
    const pages = fullPages<PersonRecord>(PAGE, ({ limit, after }) =>
      persons.recordsOf(contact, kind, { limit, after: after?.id }),
    );
    for await (const records of pages)
      for (const { id, fields } of records) yield `${JSON.stringify({ kind, id, ...fields })}\n`;
  }
}
