import type { CloudEvent } from '@google-cloud/functions-framework';
import { describe, expect, test } from '@jest/globals';
import { readPubSubEvent } from '../../functions/pubsubEvent.ts';
import { Notification } from '../../shared/domain/notification.ts';

const event = (data: unknown): CloudEvent<unknown> => ({
  specversion: '1.0',
  id: '1',
  source: 'test',
  type: 'google.cloud.pubsub.topic.v1.messagePublished',
  data,
});
const carrying = (text: string) =>
  readPubSubEvent(event({ message: { data: Buffer.from(text).toString('base64') } }), Notification);

describe('a notification', () => {
  test.each([
    ['a string', '"9876543210"', '9876543210'],
    ['a number', '9876543210', '9876543210'],
    ['a number that no JS number can hold', '9007199254740993', '9007199254740993'],
  ])('is read whose history id is %s', (_, written, historyId) => {
    expect(carrying(`{"emailAddress":"Ann@Example.com","historyId":${written}}`)).toEqual({
      ok: true,
      value: { emailAddress: 'ann@example.com', historyId },
    });
  });

  test('is read from base64url without padding, too', () => {
    const text = '{"emailAddress":"a&b~c@example.com","historyId":"1"} ';
    const data = Buffer.from(text).toString('base64url');
    expect(readPubSubEvent(event({ message: { data } }), Notification)).toMatchObject({ ok: true });
  });

  test.each([
    ['no JSON', 'not json', 'notJson'],
    ['no object', '[]', 'wrongFields'],
    ['no address', '{"historyId":1}', 'wrongFields'],
    ['something else for an address', '{"emailAddress":"nobody","historyId":1}', 'wrongFields'],
    ['no history id', '{"emailAddress":"ann@example.com"}', 'wrongFields'],
    ['a negative history id', '{"emailAddress":"ann@example.com","historyId":-1}', 'wrongFields'],
    ['a fraction', '{"emailAddress":"ann@example.com","historyId":1.5}', 'wrongFields'],
    ['an absurd history id', '{"emailAddress":"ann@example.com","historyId":"1e99"}', 'wrongFields'],
    [
      'more than 64 bits',
      '{"emailAddress":"ann@example.com","historyId":99999999999999999999}',
      'wrongFields',
    ],
  ])('is refused that has %s', (_, text, reason) => {
    expect(carrying(text)).toEqual({ ok: false, reason });
  });

  test.each([
    ['nothing', undefined],
    ['no message', {}],
    ['a message without data', { message: { attributes: {} } }],
    ['empty data', { message: { data: '' } }],
  ])('is refused when the event carries %s', (_, data) => {
    expect(readPubSubEvent(event(data), Notification)).toEqual({ ok: false, reason: 'noData' });
  });
});
