import * as z from 'zod/mini';
import { read } from './fields.ts';

const Document = z.object({
  locationId: z.string(),
  name: z.catch(z.string(), ''),
  emails: z.catch(z.array(z.string()), []),
  ghlContactId: z.catch(z.nullable(z.string()), null),
});

/** A person whom a location knows. */
export type Contact = z.infer<typeof Document> & { readonly contactId: string };

export function readContact(contactId: string, document: unknown): Contact | undefined {
  const contact = read(Document, document);
  return contact && { contactId, ...contact };
}

/** What to call them. */
export const titleOf = ({ name, emails }: Pick<Contact, 'name' | 'emails'>): string =>
  name || emails[0] || 'Unnamed contact';
