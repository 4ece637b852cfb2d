import { expect, test } from '@jest/globals';
import { saveContact } from '../../../shared/domain/contacts/contactChange.ts';
import { LocationId } from '../../../shared/domain/ids.ts';
import { aContact, anAddress } from '../../support/builders.ts';

const existing = aContact({ emails: [anAddress(), anAddress()], ghlContactId: 'ghl-1' });
const change = { ...existing, isNew: false };

test('what is saved is what was wanted, with what only others write', () => {
  const emails = [...existing.emails.slice(1), anAddress()];
  expect(saveContact(existing, [existing], { ...change, name: 'Ben', emails })).toEqual({
    outcome: 'saved',
    contact: { ...existing, name: 'Ben', emails },
    added: emails.slice(1),
  });
});

test('an address that the contact has already stays, even if the CRM has given it to another one, too', () => {
  const other = aContact({ locationId: existing.locationId, emails: existing.emails });
  expect(saveContact(existing, [other], change)).toMatchObject({ outcome: 'saved', added: [] });
});

test('a new contact is never one that is there, and a change is never of one that is not', () => {
  expect(saveContact(existing, [], { ...change, isNew: true })).toEqual({ outcome: 'unknown' });
  expect(saveContact(undefined, [], change)).toEqual({ outcome: 'unknown' });
});

test('a contact does not move to another location', () => {
  const elsewhere = { ...change, locationId: LocationId('elsewhere') };
  expect(saveContact(existing, [], elsewhere)).toEqual({ outcome: 'unknown' });
});
