import { randomBytes } from 'node:crypto';

/** As the People API shows a person. */
export interface Person {
  readonly resourceName: string;
  readonly etag: string;
  readonly metadata: { readonly sources: readonly object[]; readonly objectType: 'PERSON' };
  readonly names?: readonly object[];
  readonly emailAddresses?: readonly object[];
}

interface Written {
  readonly name?: string;
  /** In the order in which they were written. */
  readonly emails?: readonly string[];
  /** The one that the person prefers; the first unless told. */
  readonly primary?: string;
}

/** The Google Contacts of an account. */
export class AddressBook {
  readonly #people = new Map<string, Person>();

  /** In the order in which they were changed last. */
  get people(): readonly Person[] {
    return [...this.#people.values()];
  }

  add(written: Written): { readonly resourceName: string } {
    const resourceName = `people/c${randomBytes(8).readBigUInt64BE()}`;
    this.change(resourceName, written);
    return { resourceName };
  }

  change(resourceName: string, { name, emails = [], primary = emails[0] }: Written): void {
    const id = resourceName.replace('people/c', '');
    const source = { type: 'CONTACT', id };
    const field = (isPrimary: boolean) => ({
      metadata: { ...(isPrimary && { primary: true, sourcePrimary: true }), source },
    });
    const [givenName, ...rest] = name?.split(' ') ?? [];
    const familyName = rest.join(' ');
    this.#people.delete(resourceName);
    this.#people.set(resourceName, {
      resourceName,
      etag: `%${randomBytes(8).toString('base64')}`,
      metadata: {
        sources: [{ ...source, etag: '#', updateTime: '2026-01-01T00:00:00Z' }],
        objectType: 'PERSON',
      },
      ...(name && {
        names: [
          {
            ...field(true),
            displayName: name,
            displayNameLastFirst: [familyName, givenName].filter(Boolean).join(', '),
            unstructuredName: name,
            givenName,
            ...(familyName && { familyName }),
          },
        ],
      }),
      ...(emails.length > 0 && {
        emailAddresses: emails.map((value) => ({ ...field(value === primary), value, type: 'home' })),
      }),
    });
  }

  delete(resourceName: string): void {
    this.#people.delete(resourceName);
  }
}
