import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { HistoryId } from '../../shared/domain/historyId.ts';
import { GmailMessageId, GmailThreadId } from '../../shared/domain/ids.ts';
import { SyncError } from '../../shared/domain/syncError.ts';
import type { Gmail } from '../../shared/ports/gmail.ts';
import { type Reply, ScriptedGoogle } from '../support/google/scriptedGoogle.ts';

type Call = (gmail: Gmail) => Promise<unknown>;

const profile: Call = (gmail) => gmail.getProfile();
const history: Call = (gmail) => gmail.listHistory({ startHistoryId: HistoryId.of('1') });
const message: Call = (gmail) => gmail.getMessage(GmailMessageId('18c1'));
const labels: Call = (gmail) => gmail.getLabels(GmailMessageId('18c1'));
const allLabels: Call = (gmail) => gmail.listLabels();
const thread: Call = (gmail) => gmail.getThread(GmailThreadId('18c1'));

async function failure(reply: Reply, call: Call): Promise<SyncError> {
  await using google = await ScriptedGoogle.start({ api: [reply] });
  const error: unknown = await call(google.gmail()).then(
    () => new Error('The call went through'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof SyncError)) throw error;
  return error;
}

describe('answers', () => {
  test('a record lists what was added, then the labels, then what was deleted; one without types changes nothing', async () => {
    const message = (id: string) => ({ message: { id, threadId: 't' } });
    const history = [
      {
        id: '10',
        messagesDeleted: [message('d')],
        labelsRemoved: [{ ...message('b'), labelIds: ['UNREAD'] }],
        labelsAdded: [{ ...message('b'), labelIds: ['TRASH'] }],
        messagesAdded: [{ message: { id: 'a', threadId: 't', labelIds: ['INBOX'] } }],
      },
      { id: '12', messages: [{ id: 'x', threadId: 't' }] },
    ];
    await using google = await ScriptedGoogle.start({
      api: [{ body: { history, historyId: 13, nextPageToken: 'p2' } }],
    });
    const page = await google.gmail().listHistory({ startHistoryId: HistoryId.of('9') });
    expect(page).toMatchObject({ historyId: '13', nextPageToken: 'p2' });
    expect(
      page.records.map(({ id, changes }) => [
        id,
        changes.map(({ type, message }) => `${type} ${message.id}`),
      ]),
    ).toEqual([
      ['10', ['messageAdded a', 'labelsAdded b', 'labelsRemoved b', 'messageDeleted d']],
      ['12', []],
    ]);
  });

  test('a page without history is a page without records, and may have a next one', async () => {
    await using google = await ScriptedGoogle.start({
      api: [{ body: { historyId: '13', nextPageToken: 'p2' } }],
    });
    const page = await google.gmail().listHistory({ startHistoryId: HistoryId.of('9') });
    expect(page).toEqual({ records: [], historyId: '13', nextPageToken: 'p2' });
  });

  test('a message without payload or labels has empty ones', async () => {
    const body = { id: 'a', threadId: 't', historyId: '7', internalDate: '1700000000000' };
    await using google = await ScriptedGoogle.start({ api: [{ body }] });
    await expect(google.gmail().getMessage(GmailMessageId('a'))).resolves.toEqual({
      ...body,
      internalDate: new Date(1_700_000_000_000),
      labelIds: [],
      snippet: '',
      sizeEstimate: 0,
      payload: { partId: '', mimeType: '', filename: '', headers: [], body: { size: 0 }, parts: [] },
    });
  });

  test('a list without messages has none, and may have a next page', async () => {
    const body = { nextPageToken: 'p2', resultSizeEstimate: 0 };
    await using google = await ScriptedGoogle.start({ api: [{ body }] });
    const page = await google.gmail().listMessages({ query: '', maxResults: 500 });
    expect(page).toEqual({ messages: [], estimate: 0, nextPageToken: 'p2' });
  });

  test('a list carries Gmail’s estimate, whatever it holds itself', async () => {
    const messages = [{ id: 'a', threadId: 't' }];
    await using google = await ScriptedGoogle.start({
      api: [{ body: { messages, resultSizeEstimate: 201 } }],
    });
    const page = await google.gmail().listMessages({ query: '', maxResults: 500 });
    expect(page).toEqual({ messages, estimate: 201 });
  });

  test('a message without labels has none', async () => {
    await using google = await ScriptedGoogle.start({ api: [{ body: { id: '18c1' } }] });
    await expect(google.gmail().getLabels(GmailMessageId('18c1'))).resolves.toEqual([]);
  });

  test('an answer without what is always there is no empty mailbox, no person without addresses or labels', async () => {
    await using google = await ScriptedGoogle.start({ api: [{ body: {} }] });
    const gmail = google.gmail();
    for (const asked of [
      gmail.listMessages({ query: '', maxResults: 500 }),
      gmail.listLabels(),
      gmail.listSendAs(),
    ]) {
      await expect(asked).rejects.toMatchObject({ code: 'malformedAnswer' });
    }
  });

  test('only the account’s own addresses and verified aliases may send', async () => {
    const sendAs = [
      { sendAsEmail: 'Ann@example.com', displayName: 'Ann Archer', isPrimary: true },
      { sendAsEmail: 'sales@example.com', verificationStatus: 'accepted' },
      { sendAsEmail: 'ann@alias.example.com' },
      { sendAsEmail: 'boss@example.com', verificationStatus: 'pending' },
    ];
    await using google = await ScriptedGoogle.start({ api: [{ body: { sendAs } }] });
    await expect(google.gmail().listSendAs()).resolves.toEqual([
      { address: 'ann@example.com', name: 'Ann Archer' },
      { address: 'sales@example.com', name: '' },
      { address: 'ann@alias.example.com', name: '' },
    ]);
  });
});

describe('an answer of the wrong shape is malformed and names the path, never the value', () => {
  const ann = { emailAddress: 'ann@example.com', historyId: '7' };
  const mail = { id: '18c1', threadId: '18c1', historyId: '7', internalDate: '1700000000000' };

  test.each<[string, Call, unknown, string]>([
    ['no field', profile, { emailAddress: 'ann@example.com' }, 'historyId'],
    ['a history id above 64 bits', profile, { ...ann, historyId: '179000000000000000000' }, 'historyId'],
    ['a page of a portal', profile, '<html>Please log in</html>', 'the whole answer'],
    ['a date that is none', message, { ...mail, internalDate: 'yesterday' }, 'internalDate'],
    ['a date beyond all dates', message, { ...mail, internalDate: '9'.repeat(20) }, 'internalDate'],
    [
      'a part within a part',
      message,
      { ...mail, payload: { parts: [{}, { headers: [{ value: 'x' }] }] } },
      'payload.parts.1.headers.0.name',
    ],
    [
      'a change without a message',
      history,
      { historyId: '7', history: [{ id: '6', messagesAdded: [{}] }] },
      'history.0.messagesAdded.0.message',
    ],
    ['labels that are no list', labels, { id: '18c1', labelIds: 'INBOX' }, 'labelIds'],
    ['labels of no message', labels, {}, 'id'],
    ['a label without an id', allLabels, { labels: [{ name: 'Clients' }] }, 'labels.0.id'],
    ['one message of a thread', thread, { messages: [mail, { ...mail, id: 5 }] }, 'messages.1.id'],
  ])('%s', async (_, call, body, path) => {
    const error = await failure({ body }, call);
    expect(error.code).toBe('malformedAnswer');
    expect(error.message).toContain(`malformed at ${path}:`);
    expect(inspect(error)).not.toMatch(/ann@example\.com|yesterday|Please log in/);
  });

  test('parts nested deeper than any mail are malformed and do not bring the function down', async () => {
    const body = `{"id":"1","threadId":"1","historyId":"7","internalDate":"1","payload":${'{"parts":['.repeat(5000)}{}${']}'.repeat(5000)}}`;
    const headers = { 'content-type': 'application/json' };
    const error = await failure({ body, headers }, message);
    expect(error.code).toBe('malformedAnswer');
  });
});
