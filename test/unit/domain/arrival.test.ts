import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { arrivalOf, matchContacts } from '../../../shared/domain/arrival.ts';
import { readContent } from '../../../shared/domain/content/readContent.ts';
import { fingerprintOf } from '../../../shared/domain/fingerprint.ts';
import { ContactId, EmailAddress, LocationId } from '../../../shared/domain/ids.ts';
import { ownAddresses } from '../../../shared/domain/mailbox.ts';
import { aContact, aMailbox, anArrival } from '../../support/builders.ts';
import { gmailMessage, text } from '../../support/payload.ts';

const mailbox = aMailbox(
  { status: 'connecting' },
  { emailAddress: EmailAddress('agent@agency.com'), aliases: [EmailAddress('Sales@Agency.com')] },
);

type Headers = Parameters<typeof gmailMessage>[0];
function arrived(headers: Headers, labelIds = ['INBOX']) {
  const message = gmailMessage(headers, text('Hello'), { labelIds });
  return arrivalOf(message, readContent(message), ownAddresses(mailbox));
}
const contact = (...emails: string[]) => aContact({ emails: emails.map(EmailAddress) });

test('an arrival is what Gmail told of the message, at Gmail’s time and not the sender’s', () => {
  const message = gmailMessage({ From: 'ann@client.com', Date: 'Mon, 2 Nov 1998 10:00:00 +0000' });
  const content = readContent(message);
  expect(arrivalOf(message, content, new Set())).toEqual({
    gmailId: message.id,
    threadId: message.threadId,
    labels: message.labelIds,
    sentAt: message.internalDate,
    direction: 'inbound',
    fingerprint: fingerprintOf(content.envelope),
    content,
    counterparts: ['ann@client.com'],
  });
});

describe('the direction of an arrival', () => {
  test.each([
    ['from somebody else is inbound', { From: 'ann@client.com' }, ['INBOX'], 'inbound'],
    ['in Sent is outbound', { From: 'ann@client.com' }, ['SENT'], 'outbound'],
    ['from the mailbox’s address is outbound', { From: 'Agent <AGENT@agency.com>' }, ['INBOX'], 'outbound'],
    ['from an alias is outbound', { From: 'sales@agency.com' }, [], 'outbound'],
    [
      'that only goes to an alias is inbound',
      { From: 'ann@client.com', To: 'sales@agency.com' },
      [],
      'inbound',
    ],
    ['without a sender is inbound', {}, ['INBOX'], 'inbound'],
  ])('%s', (_, headers, labels, direction) => {
    expect(arrived(headers, labels).direction).toBe(direction);
  });
});

describe('the counterparts of an arrival', () => {
  test('are everyone in it, each once, without the mailbox’s own addresses', () => {
    const { counterparts } = arrived({
      From: 'Agent@Agency.com',
      To: 'Ann <ann@client.com>, sales@agency.com',
      Cc: 'ANN@client.com, bob@client.com',
      Bcc: 'cy@client.com',
      'Reply-To': 'eve@evil.com',
    });
    expect(counterparts).toEqual(['ann@client.com', 'bob@client.com', 'cy@client.com']);
  });

  test('are nobody in a mail to oneself, even where an own address is a contact’s', () => {
    const note = arrived({ From: 'agent@agency.com', To: 'sales@agency.com' });
    expect(note.counterparts).toEqual([]);
    expect(matchContacts(note, [contact('agent@agency.com'), contact('sales@agency.com')])).toEqual([]);
  });
});

describe('matching', () => {
  test.each(['From', 'To', 'Cc', 'Bcc'])(
    'finds a contact in %s, however the address is written',
    (header) => {
      const ann = contact('Ann@Client.com');
      expect(matchContacts(arrived({ [header]: 'Ann Archer <aNN@cLIENT.com>' }), [ann])).toEqual([
        { locationId: ann.locationId, contactIds: [ann.contactId] },
      ]);
    },
  );

  test.each([
    ['a part of the address', 'ann@client.com.evil.com'],
    ['another mailbox of the domain', 'joann@client.com'],
    ['the name that is shown', '"ann@client.com" <eve@evil.com>'],
  ])('does not find a contact by %s', (_, from) => {
    expect(matchContacts(arrived({ From: from }), [contact('ann@client.com')])).toEqual([]);
  });

  test('names a contact once, who is in the mail with two addresses', () => {
    const ann = contact('ann@client.com', 'ann@home.com');
    const mail = arrived({ From: 'ann@home.com', Cc: 'ann@client.com' });
    expect(matchContacts(mail, [ann, ann])).toEqual([
      { locationId: ann.locationId, contactIds: [ann.contactId] },
    ]);
  });

  test('keeps locations apart, and names contacts in the same order whoever comes first', () => {
    const [here, there] = [LocationId('here'), LocationId('there')];
    const emails = [EmailAddress('ann@client.com')];
    const [a, b, c] = ['a', 'b', 'c'].map(ContactId);
    if (!a || !b || !c) throw new Error('Three contacts');
    const contacts = [
      aContact({ locationId: here, contactId: b, emails }),
      aContact({ locationId: there, contactId: c, emails }),
      aContact({ locationId: here, contactId: a, emails }),
    ];
    expect(matchContacts(arrived({ From: 'ann@client.com' }), contacts)).toEqual([
      { locationId: here, contactIds: [a, b] },
      { locationId: there, contactIds: [c] },
    ]);
  });

  test('names all and only those of the given contacts who took part, each in their own location', () => {
    const address = fc.constantFrom(
      ...['a', 'b', 'c', 'd'].map((name) => EmailAddress(`${name}@client.com`)),
    );
    const anyContacts = fc.uniqueArray(
      fc.record({
        contactId: fc.constantFrom(...['1', '2', '3', '4', '5'].map(ContactId)),
        locationId: fc.constantFrom(...['here', 'there'].map(LocationId)),
        emails: fc.uniqueArray(address, { maxLength: 2 }),
      }),
      { selector: ({ contactId }) => contactId },
    );
    fc.assert(
      fc.property(fc.uniqueArray(address), anyContacts, (counterparts, drawn) => {
        const contacts = drawn.map(aContact);
        const found = matchContacts(anArrival({ counterparts }), contacts).flatMap(
          ({ locationId, contactIds }) => contactIds.map((contactId) => `${locationId} ${contactId}`),
        );
        const took = contacts.filter(({ emails }) => emails.some((email) => counterparts.includes(email)));
        expect(found.sort()).toEqual(took.map((each) => `${each.locationId} ${each.contactId}`).sort());
      }),
    );
  });
});
