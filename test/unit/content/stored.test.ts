import { randomUUID } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { messageConverter } from '../../../shared/adapters/firestore/converters/message.ts';
import { arrivalOf } from '../../../shared/domain/arrival.ts';
import { readContent } from '../../../shared/domain/content/readContent.ts';
import { ContactId, LocationId, MailboxId, MessageId } from '../../../shared/domain/ids.ts';
import type { Message } from '../../../shared/domain/message.ts';
import { withArrival } from '../../../shared/domain/messageCopies.ts';
import { gmailMessage, multipart, part, text } from '../../support/payload.ts';
import { aProjectId } from '../../support/stack/environment.ts';

let db: Firestore;
beforeAll(() => {
  db = new Firestore({ projectId: aProjectId() });
});
afterAll(() => db.terminate());

const INVITATION = [
  ...['BEGIN:VCALENDAR', 'METHOD:REQUEST', 'BEGIN:VEVENT', 'UID:1', 'DTSTART:20261102T120000Z'],
  ...['ORGANIZER;CN=Ann:mailto:ann@x.com', 'END:VEVENT', 'END:VCALENDAR'],
].join('\r\n');

/** An invitation with a quote, as the location gets it. */
function anInvitation(): Message {
  const payload = multipart('mixed', text('Lunch?\n\n> When?'), part('text/calendar', INVITATION));
  const mail = gmailMessage({ From: 'Ann <ann@x.com>' }, payload);
  const locationId = LocationId(randomUUID());
  return withArrival(undefined, arrivalOf(mail, readContent(mail), new Set()), {
    locationId,
    contactIds: [ContactId(randomUUID())],
    messageId: MessageId(randomUUID()),
    mailboxId: MailboxId(randomUUID()),
    now: new Date('2026-11-02T10:00:00Z'),
  });
}

test('a message comes back from Firestore with its event and the place of its quote', async () => {
  const message = anInvitation();
  const document = db.collection('messages').doc(message.messageId);
  await document.set(messageConverter.write(message));
  const read = messageConverter.read(await document.get());
  expect(read).toEqual(message);
  expect(read).toMatchObject({ event: { uid: '1' }, body: { quotedFrom: 8 } });
});

test('a message that was stored before these were known has neither', async () => {
  const message = anInvitation();
  const document = db.collection('messages').doc(message.messageId);
  const { event: _, quotedFrom: __, ...before } = messageConverter.write(message);
  await document.set(before);
  const read = messageConverter.read(await document.get());
  expect(read).toEqual({ ...message, event: null, body: { ...message.body, quotedFrom: null } });
});
