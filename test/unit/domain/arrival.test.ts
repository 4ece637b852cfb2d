import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { arrivalOf, decideArrival, matchContacts } from '../../../shared/domain/arrival.ts';
import { readContent } from '../../../shared/domain/content/readContent.ts';
import { readExclusions } from '../../../shared/domain/exclusion.ts';
import { fingerprintOf } from '../../../shared/domain/fingerprint.ts';
import { ContactId, EmailAddress, LocationId } from '../../../shared/domain/ids.ts';
import { ownAddresses } from '../../../shared/domain/mailbox.ts';
import { aContact, aLocation, aMailbox, anArrival } from '../../support/builders.ts';
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
    automated: false,
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

describe('an arrival is automated', () => {
  const list = { 'List-Id': '<sales.agency.com>', Precedence: 'list' };
  const autoReply = { 'Auto-Submitted': 'auto-replied', Precedence: 'bulk', 'X-Autoreply': 'yes' };

  test.each([
    ['if a list brought it', { From: 'ann@client.com', ...list }, ['INBOX'], true],
    ['if it is an automatic reply', { From: 'ann@client.com', ...autoReply }, ['INBOX'], true],
    ['unless a person wrote it', { From: 'ann@client.com' }, ['INBOX'], false],
    ['if it is the agent’s own automatic reply', { From: 'agent@agency.com', ...autoReply }, ['SENT'], true],
    ['unless the agent wrote to a list', { From: 'agent@agency.com', ...list }, ['INBOX'], false],
    ['unless the agent sent it by a tool', { From: 'tool@other.com', Precedence: 'bulk' }, ['SENT'], false],
    [
      'unless the agent wrote by a machine from an alias',
      { From: 'sales@agency.com', 'Auto-Submitted': 'auto-generated' },
      [],
      false,
    ],
  ])('%s', (_, headers, labels, automated) => {
    expect(arrived({ To: 'ann@client.com', ...headers }, labels).automated).toBe(automated);
  });
});

describe('what a location leaves out', () => {
  const [here, there] = [LocationId('here'), LocationId('there')];
  const ann = [here, there].map((locationId) =>
    aContact({ locationId, emails: [EmailAddress('ann@client.com')] }),
  );
  const [annHere, annThere] = ann.map(({ locationId, contactId }) => ({
    locationId,
    contactIds: [contactId],
  }));
  const settings = (locationId: LocationId, { excluded = [] as string[], skipAutomated = false }) =>
    aLocation({ locationId, excluded: readExclusions(excluded), skipAutomated });
  const mail = (headers: Headers = {}) =>
    arrived({ From: 'ann@client.com', To: 'agent@agency.com', ...headers });
  const machine = mail({ 'Auto-Submitted': 'auto-generated' });

  test.each([
    ['the contact', 'ann@client.com', {}],
    ['the contact’s domain', 'client.com', {}],
    ['somebody in Cc who is no contact', '*@evil.com', { Cc: 'eve@sub.evil.com' }],
    ['somebody in To', 'eve@evil.com', { To: 'eve@evil.com' }],
    ['somebody in Bcc', 'evil.com', { Bcc: 'eve@evil.com' }],
    ['a colleague at the agent’s own domain', 'agency.com', { Cc: 'colleague@agency.com' }],
  ])('is a mail with %s on its list', (_, entry, headers) => {
    const locations = [settings(here, { excluded: [entry] })];
    expect(decideArrival(mail(headers), ann.slice(0, 1), locations)).toEqual({ skip: 'excluded' });
  });

  test.each([
    ['the mailbox’s own addresses', { excluded: ['agency.com'] }, { Cc: 'sales@agency.com' }],
    ['whom a reply would go to', { excluded: ['evil.com'] }, { 'Reply-To': 'eve@evil.com' }],
    ['somebody else', { excluded: ['evil.com'], skipAutomated: true }, {}],
  ])('is not a mail for having %s on its list', (_, excluding, headers) => {
    const [contact] = ann;
    expect(decideArrival(mail(headers), contact ? [contact] : [], [settings(here, excluding)])).toEqual({
      destinations: [annHere],
    });
  });

  test('stays out of that location only', () => {
    const locations = [settings(here, { excluded: ['client.com'] }), settings(there, {})];
    expect(decideArrival(mail(), ann, locations)).toEqual({ destinations: [annThere] });
    expect(decideArrival(mail(), ann, locations.slice(0, 1))).toEqual({ destinations: [annThere] });
  });

  test('is automated mail where it says so, and nowhere else', () => {
    const locations = [settings(here, { skipAutomated: true }), settings(there, {})];
    expect(decideArrival(machine, ann, locations)).toEqual({ destinations: [annThere] });
    expect(decideArrival(mail(), ann, locations)).toEqual({ destinations: [annHere, annThere] });
    expect(decideArrival(machine, ann.slice(0, 1), locations)).toEqual({ skip: 'automated' });
  });

  test('is called excluded where one location excludes it, and the other skips it as automated', () => {
    const locations = [
      settings(here, { skipAutomated: true }),
      settings(there, { excluded: ['client.com'] }),
    ];
    expect(decideArrival(machine, ann, locations)).toEqual({ skip: 'excluded' });
  });

  test('is called excluded also where it is automated as well', () => {
    const locations = [settings(here, { skipAutomated: true, excluded: ['client.com'] })];
    expect(decideArrival(machine, ann.slice(0, 1), locations)).toEqual({ skip: 'excluded' });
  });

  test('is nothing where it has no document', () => {
    expect(decideArrival(machine, ann, [])).toEqual({ destinations: [annHere, annThere] });
  });

  test('does not matter for a mail with no contact of it', () => {
    const elsewhere = [settings(there, { excluded: ['client.com'], skipAutomated: true })];
    expect(decideArrival(machine, ann.slice(0, 1), elsewhere)).toEqual({ destinations: [annHere] });
    expect(decideArrival(machine, [], elsewhere)).toEqual({ skip: 'no-contact' });
  });
});
