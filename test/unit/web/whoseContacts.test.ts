import { expect, test } from '@jest/globals';
import { whoseContacts } from '../../../web/src/screens/inbox/composer/people/whoseContacts.ts';

const own = Array.from({ length: 31 }, (_, index) => `location-${index}`);

test('a mail for a contact finds others in the location of that contact', () => {
  expect(whoseContacts({ contact: { locationId: 'location-7' } }, own)).toEqual(['location-7']);
});

test('a mail that is begun in a location finds contacts there', () => {
  expect(whoseContacts({ contact: { locationId: 'location-7' }, locationId: 'location-8' }, own)).toEqual([
    'location-8',
  ]);
});

test('a mail that is for nobody yet finds contacts wherever the agent works', () => {
  expect(whoseContacts({}, own)).toEqual(own);
});
