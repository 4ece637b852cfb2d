import { describe, expect, test } from '@jest/globals';
import { readGhlWebhook } from '../../../shared/domain/contacts/ghlWebhook.ts';
import { readAddresses, readName } from '../../../shared/domain/contacts/importFields.ts';

/** As GHL's documentation shows it, with what its events have beside. */
const BODY = {
  type: 'ContactUpdate',
  locationId: 've9EPM428h8vShlRW1KT',
  versionId: '69c53778c480e55ef298a2fe',
  appId: '69c53778c480e55ef298a2fe',
  id: 'nmFmQEsNgz6AVpgLVUJ0',
  name: 'John Deo',
  firstName: 'John',
  lastName: 'Deo',
  email: 'JohnDeo@Example.com',
  tags: ['a'],
  dateAdded: '2026-10-26T12:41:02.193Z',
  timestamp: '2026-11-02T10:00:00.000Z',
  webhookId: '9062e8fb-8994-4b3c-bd91-280b42011652',
};
const read = (body: object) => readGhlWebhook(JSON.stringify(body));
const event = (body: object) => {
  const answer = read(body);
  if (answer.outcome !== 'contact') throw new Error(`It was ${answer.outcome}`);
  return answer.event;
};

describe('an event of a contact', () => {
  test('is read as GHL writes it', () => {
    expect(event(BODY)).toEqual({
      webhookId: BODY.webhookId,
      ghlLocationId: BODY.locationId,
      ghlContactId: BODY.id,
      deleted: false,
      name: 'John Deo',
      emails: ['johndeo@example.com'],
      complete: false,
      invalid: 0,
      timestamp: new Date(BODY.timestamp),
      changedAt: undefined,
    });
  });

  test.each(['ContactCreate', 'ContactUpdate', 'ContactDelete'])('of the type %s', (type) => {
    expect(event({ ...BODY, type }).deleted).toBe(type === 'ContactDelete');
  });

  test('may have its contact below `data`', () => {
    const { type, locationId, timestamp, webhookId, ...data } = BODY;
    expect(event({ type, locationId, timestamp, webhookId, data })).toEqual(event(BODY));
  });

  test('may have more addresses, as texts or as objects, and when it was changed', () => {
    const additionalEmails = ['b@example.com', { email: 'C@example.com' }, { other: 1 }, null, 'none'];
    const dateUpdated = '2026-11-02T09:59:59.000Z';
    expect(event({ ...BODY, additionalEmails, dateUpdated })).toMatchObject({
      emails: ['johndeo@example.com', 'b@example.com', 'c@example.com'],
      complete: true,
      invalid: 1,
      changedAt: new Date(dateUpdated),
    });
  });

  test('that does not say when it was changed was not changed in 1970', () => {
    expect(event({ ...BODY, dateUpdated: null }).changedAt).toBeUndefined();
  });

  test.each([
    ['no name', { name: undefined }, 'John Deo'],
    ['a name of nothing', { name: ' ' }, 'John Deo'],
    ['no name at all', { name: null, firstName: null, lastName: undefined }, ''],
    ['a first name only', { name: null, lastName: '' }, 'John'],
    ['a name of several lines', { name: 'John\r\nBcc: x' }, 'John Bcc: x'],
  ])('%s', (_, names, name) => {
    expect(event({ ...BODY, ...names }).name).toBe(name);
  });

  test('without an address is one all the same', () => {
    expect(event({ ...BODY, email: null }).emails).toEqual([]);
  });
});

describe('what is no event of a contact', () => {
  test.each(['ContactTagUpdate', 'InboundMessage', 'INSTALL', 'x'])('%s is ignored', (type) => {
    expect(read({ ...BODY, type })).toEqual({ outcome: 'ignored' });
    expect(read({ type })).toEqual({ outcome: 'ignored' });
  });

  test.each([
    ['no type', { type: undefined }],
    ['no webhookId', { webhookId: undefined }],
    ['an empty webhookId', { webhookId: '' }],
    ['no timestamp', { timestamp: undefined }],
    ['a timestamp that is none', { timestamp: 'soon' }],
    ['no contact', { id: undefined }],
    ['a contact with a path for an id', { id: 'a/b' }],
    ['no location', { locationId: undefined }],
  ])('%s: is malformed', (_, change) => {
    expect(read({ ...BODY, ...change })).toEqual({ outcome: 'malformed', reason: 'wrongFields' });
  });

  test.each(['', 'not json', '{', '\u0000'])('%j is not JSON', (body) => {
    expect(readGhlWebhook(body)).toEqual({ outcome: 'malformed', reason: 'notJson' });
  });

  test.each(['null', '[]', '"text"', '1'])('%s is JSON of another shape', (body) => {
    expect(readGhlWebhook(body)).toEqual({ outcome: 'malformed', reason: 'wrongFields' });
  });
});

describe('addresses', () => {
  test('are each taken once, in the form in which they are stored', () => {
    expect(readAddresses([' Ann@Example.com', 'ann@example.com', '', 'b@MÜLLER.de'])).toEqual({
      emails: ['ann@example.com', 'b@xn--mller-kva.de'],
      invalid: 0,
    });
  });

  test('that are none, or too many, are counted', () => {
    const many = Array.from({ length: 22 }, (_, index) => `a${index}@example.com`);
    const { emails, invalid } = readAddresses(['none', 'a@b@', ...many]);
    expect([emails.length, invalid]).toEqual([20, 4]);
  });
});

test('a name is cut where it is longer than an agent may write one', () => {
  expect(readName('x'.repeat(500))).toHaveLength(200);
});
