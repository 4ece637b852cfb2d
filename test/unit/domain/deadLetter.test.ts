import { describe, expect, test } from '@jest/globals';
import { type DeadLetter, deathOf, ownAttributes, readLetter } from '../../../shared/domain/deadLetter.ts';
import { MailboxId } from '../../../shared/domain/ids.ts';
import { deadLetterTopicOf, TOPICS } from '../../../shared/domain/topics.ts';

const letter = (overrides: Partial<DeadLetter> & { text?: string }): DeadLetter => ({
  topic: TOPICS.jobs,
  messageId: '1',
  data: Buffer.from(overrides.text ?? ''),
  attributes: {},
  diedAt: new Date(0),
  ...overrides,
});

test('the dead letters of a topic are in the topic that Terraform makes for them', () => {
  expect(Object.values(TOPICS).map(deadLetterTopicOf)).toEqual([
    'gmail-sync-dead',
    'gmail-sync-jobs-dead',
    'ghl-outbox-dead',
  ]);
});

describe('what a dead letter asks for', () => {
  test.each<[string, DeadLetter, object]>([
    [
      'a notification names the mailbox of its address',
      letter({
        topic: TOPICS.notifications,
        text: '{"emailAddress":"Ann@X.example","historyId":9007199254740993}',
      }),
      { type: 'notification', mailboxId: MailboxId.of('ann@x.example') },
    ],
    [
      'a job of a mailbox',
      letter({ text: '{"type":"delta","mailboxId":"m","reason":"poll"}' }),
      { type: 'delta', mailboxId: 'm' },
    ],
    [
      'a job of a location',
      letter({ text: '{"type":"importContacts","locationId":"l","attempt":1}' }),
      { type: 'importContacts', locationId: 'l' },
    ],
    [
      'a location to be logged',
      letter({ topic: TOPICS.outbox, text: '{"locationId":"l"}' }),
      { type: 'relay', locationId: 'l' },
    ],
  ])('%s', (_, given, request) => {
    expect(readLetter(given)).toEqual({ ok: true, request });
  });

  test.each<[string, string, string]>([
    ['nothing', '', 'noData'],
    ['no JSON', 'boiler', 'notJson'],
    ['a job that there is not', '{"type":"dance","mailboxId":"m"}', 'wrongFields'],
    ['a message of another topic', '{"locationId":"l"}', 'wrongFields'],
  ])('%s is told as unreadable', (_, text, reason) => {
    expect(readLetter(letter({ text }))).toEqual({ ok: false, reason });
  });
});

describe('what Pub/Sub says of a death', () => {
  const attributes = {
    CloudPubSubDeadLetterSourceDeliveryCount: '20',
    CloudPubSubDeadLetterSourceSubscription: 'gmail-sync-jobs-push',
    CloudPubSubDeadLetterSourceSubscriptionProject: 'crm',
    CloudPubSubDeadLetterSourceTopicPublishTime: '2026-11-23T01:34:39.530Z',
    mine: 'kept',
  };

  test('is told, and does not go with the message when it is delivered again', () => {
    expect(deathOf(letter({ attributes }))).toEqual({
      publishedAt: new Date('2026-11-23T01:34:39.530Z'),
      deliveries: 20,
    });
    expect(ownAttributes(letter({ attributes }))).toEqual({ mine: 'kept' });
  });

  test('is unknown where it says nothing, or nothing that makes sense', () => {
    const unknown = { publishedAt: null, deliveries: null };
    expect(deathOf(letter({}))).toEqual(unknown);
    const odd = {
      CloudPubSubDeadLetterSourceDeliveryCount: 'often',
      CloudPubSubDeadLetterSourceTopicPublishTime: 'lately',
    };
    expect(deathOf(letter({ attributes: odd }))).toEqual(unknown);
  });
});
