import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auth, gmail } from 'googleapis/build/src/apis/gmail/index.js';
import { GmailSimulator } from '../../support/gmail/gmailSimulator.ts';
import { restClient } from '../../support/gmail/restClient.ts';

let simulator: GmailSimulator;
let next = 0;

beforeAll(async () => {
  simulator = await GmailSimulator.start();
});
afterAll(() => simulator.close());

function mailbox() {
  next += 1;
  const account = simulator.addAccount({ address: `wire${next}@example.com` });
  return { account, rest: restClient(simulator, account.address) };
}

function officialClient(address: string) {
  const { accessToken, refreshToken } = simulator.oauth.grant({ address });
  const client = new auth.OAuth2({
    clientId: simulator.oauth.clientId,
    clientSecret: simulator.oauth.clientSecret,
    endpoints: { oauth2TokenUrl: simulator.oauth.tokenUrl },
    forceRefreshOnFailure: true,
  });
  client.setCredentials({ access_token: accessToken, refresh_token: refreshToken });
  return gmail({ version: 'v1', auth: client, rootUrl: simulator.url });
}

const bob = { from: 'Bob <bob@x.org>', to: 'ann@example.com', subject: 'Hello', text: 'Hi there' };

describe('messages', () => {
  test('the profile counts messages and threads and tells a history id that no number can hold', async () => {
    const { account, rest } = mailbox();
    const first = account.deliver({ ...bob, messageId: 'one@x.org' });
    account.deliver({ ...bob, inReplyTo: 'one@x.org' });
    const profile = await rest.profile();
    expect(profile).toMatchObject({ emailAddress: account.address, messagesTotal: 2, threadsTotal: 1 });
    expect(BigInt(profile.historyId)).toBeGreaterThan(BigInt(first.historyId));
    expect(Number.isSafeInteger(Number(profile.historyId))).toBe(false);
  });

  test('a listing is newest first, in pages that new mail does not move', async () => {
    const { account, rest } = mailbox();
    const ids = account.seed(5, (index) => ({ ...bob, date: new Date(1e12 + index) })).map(({ id }) => id);
    const first = await rest.list('maxResults=2');
    account.deliver(bob);
    const second = await rest.list(`maxResults=2&pageToken=${first.nextPageToken}`);
    const third = await rest.list(`maxResults=2&pageToken=${second.nextPageToken}`);
    const listed = [first, second, third].flatMap(({ messages }) => messages.map(({ id }) => id));
    expect(listed).toEqual(ids.toReversed());
    expect(third.nextPageToken).toBeUndefined();
  });

  test('a page token is good for the listing that gave it, and for no other', async () => {
    const { account, rest } = mailbox();
    account.seed(3, (index) => ({ ...bob, date: new Date(1e12 + index) }));
    const other = mailbox();
    other.account.seed(3, () => bob);
    const { nextPageToken } = await rest.list('maxResults=1');
    const status = async (client: typeof rest, query: string) =>
      (await client.call('GET', `messages?pageToken=${nextPageToken}&${query}`)).status;
    expect(await status(rest, 'maxResults=2')).toBe(200);
    for (const query of ['labelIds=INBOX', 'includeSpamTrash=true', 'q=from:bob@x.org'])
      expect(await status(rest, query)).toBe(400);
    expect(await status(other.rest, '')).toBe(400);
    expect((await rest.call('GET', 'messages?pageToken=nonsense')).status).toBe(400);
  });

  test('a listing of a label that nobody made is refused', async () => {
    const { rest } = mailbox();
    expect((await rest.call('GET', 'messages?labelIds=Label_9')).status).toBe(400);
  });

  test('an empty listing has no messages and no page token', async () => {
    const { rest } = mailbox();
    expect((await rest.call('GET', 'messages')).body).toEqual({ resultSizeEstimate: 0 });
  });

  test('spam and trash are listed only on request', async () => {
    const { account, rest } = mailbox();
    const spam = account.spam(bob);
    const trashed = account.trash(account.deliver(bob).id);
    expect((await rest.list()).messages).toEqual([]);
    expect((await rest.list('includeSpamTrash=true')).messages).toHaveLength(2);
    expect((await rest.search('in:spam')).messages).toMatchObject([{ id: spam.id }]);
    expect((await rest.list('labelIds=TRASH')).messages).toMatchObject([{ id: trashed.id }]);
  });

  test('each format of a message has what Gmail gives it', async () => {
    const { account, rest } = mailbox();
    const { id, historyId } = account.deliver({ ...bob, text: 'a < b & c' });
    const head = { id, threadId: id, labelIds: ['INBOX', 'UNREAD'], historyId, snippet: 'a &lt; b &amp; c' };
    const minimal = await rest.get(id, 'format=minimal');
    expect(minimal).toMatchObject(head);
    expect(minimal.payload).toBeUndefined();
    const metadata = await rest.get(id, 'format=metadata&metadataHeaders=subject&metadataHeaders=From');
    expect(metadata.payload).toEqual({
      mimeType: 'text/plain',
      headers: [
        { name: 'From', value: 'Bob <bob@x.org>' },
        { name: 'Subject', value: 'Hello' },
      ],
    });
    const raw = Buffer.from((await rest.get(id, 'format=raw')).raw ?? '', 'base64url').toString();
    expect(raw).toContain('\r\n\r\na < b & c');
    const full = await rest.get(id);
    expect(full.payload).toMatchObject({ partId: '', mimeType: 'text/plain', filename: '' });
    expect(Buffer.from(full.payload?.body?.data ?? '', 'base64url').toString()).toBe('a < b & c');
  });

  test('an archived message that was read has no labelIds at all', async () => {
    const { account, rest } = mailbox();
    const { id } = account.deliver({ ...bob, labelIds: [] });
    expect((await rest.call('GET', `messages/${id}?fields=id,labelIds`)).body).toEqual({ id });
  });

  test('attachment ids change with every get and the old ones stay valid', async () => {
    const { account, rest } = mailbox();
    const content = Buffer.from([0, 255, 254, 10, 13]);
    const { id } = account.deliver({ ...bob, attachments: [{ filename: 'Übersicht.pdf', content }] });
    const [first, second] = await Promise.all([rest.get(id), rest.get(id)]);
    const part = first.payload?.parts?.[1];
    expect(part).toMatchObject({ partId: '1', filename: 'Übersicht.pdf', body: { size: 5 } });
    const ids = [first, second].map(({ payload }) => payload?.parts?.[1]?.body?.attachmentId ?? '');
    expect(ids[0]).not.toBe(ids[1]);
    for (const attachmentId of ids) {
      const { body } = await rest.call('GET', `messages/${id}/attachments/${attachmentId}`);
      expect(body).toEqual({ size: 5, data: 'AP_-Cg0=' });
    }
    expect((await rest.call('GET', `messages/${id}/attachments/ANGjdJfoo`)).status).toBe(400);
  });

  test('a fields mask cuts lists and nested parts', async () => {
    const { account, rest } = mailbox();
    const { id } = account.deliver({ ...bob, html: '<p>Hi</p>' });
    account.deliver(bob);
    const list = await rest.call('GET', 'messages?maxResults=1&fields=messages(id),nextPageToken');
    expect(Object.keys(Object(list.body))).toEqual(['messages', 'nextPageToken']);
    const message = await rest.call(
      'GET',
      `messages/${id}?fields=id,payload(mimeType,parts(partId,body/size))`,
    );
    expect(message.body).toEqual({
      id,
      payload: {
        mimeType: 'multipart/alternative',
        parts: [
          { partId: '0', body: { size: 8 } },
          { partId: '1', body: { size: 9 } },
        ],
      },
    });
    expect((await rest.call('GET', 'messages?fields=messages(id')).status).toBe(400);
  });

  test('label changes, batches and deletion are what they say', async () => {
    const { account, rest } = mailbox();
    const [a, b] = [account.deliver(bob).id, account.deliver(bob).id];
    const modified = await rest.call('POST', `messages/${a}/modify`, { removeLabelIds: ['UNREAD'] });
    expect(modified.body).toEqual({ id: a, threadId: a, labelIds: ['INBOX'] });
    const batch = { ids: [a, b], addLabelIds: ['STARRED'], removeLabelIds: ['INBOX'] };
    expect(await rest.call('POST', 'messages/batchModify', batch)).toMatchObject({
      status: 204,
      body: undefined,
    });
    expect(account.messages().map(({ labelIds }) => labelIds)).toEqual([['STARRED'], ['UNREAD', 'STARRED']]);
    expect((await rest.call('POST', `messages/${a}/modify`, { addLabelIds: ['Label_9'] })).status).toBe(400);
    expect((await rest.call('DELETE', `messages/${a}`)).status).toBe(403);
    const owner = restClient(simulator, account.address, ['https://mail.google.com/']);
    expect((await owner.call('DELETE', `messages/${a}`)).status).toBe(204);
    expect((await rest.call('GET', `messages/${a}`)).body).toEqual({
      error: {
        code: 404,
        message: 'Requested entity was not found.',
        errors: [{ message: 'Requested entity was not found.', domain: 'global', reason: 'notFound' }],
        status: 'NOT_FOUND',
      },
    });
  });

  test('a thread has its messages oldest first and the latest history id', async () => {
    const { account, rest } = mailbox();
    const first = account.deliver({ ...bob, messageId: 'a@x.org' });
    const second = account.deliver({ ...bob, references: ['a@x.org'] });
    account.deliver({ ...bob, threadId: first.threadId });
    const last = account.modify(first.id, { remove: ['UNREAD'] });
    expect(second.threadId).toBe(first.threadId);
    const { body } = await rest.call('GET', `threads/${first.threadId}?format=minimal`);
    expect(body).toMatchObject({ id: first.id, historyId: last.historyId });
    expect(body).toMatchObject({ messages: [{ id: first.id }, { id: second.id }, {}] });
    expect((await rest.call('GET', 'threads')).body).toMatchObject({
      threads: [{ id: first.threadId, historyId: last.historyId }],
      resultSizeEstimate: 1,
    });
    expect((await rest.call('GET', 'threads/123')).status).toBe(404);
  });

  test('a new label can be given, searched and counted', async () => {
    const { account, rest } = mailbox();
    const created = await rest.call('POST', 'labels', { name: 'My Clients' });
    expect(created.body).toMatchObject({ id: 'Label_1', type: 'user' });
    expect((await rest.call('POST', 'labels', { name: 'my clients' })).status).toBe(409);
    const { id } = account.deliver({ ...bob, labelIds: ['Label_1', 'UNREAD'] });
    expect((await rest.search('label:my-clients')).messages).toMatchObject([{ id }]);
    expect((await rest.call('GET', 'labels/Label_1')).body).toMatchObject({
      messagesTotal: 1,
      messagesUnread: 1,
    });
  });

  test('a label that its person deletes leaves its messages, with history, and cannot be listed', async () => {
    const { account, rest } = mailbox();
    const { id: label } = account.labels.create('Clients');
    const { id } = account.deliver({ ...bob, labelIds: ['INBOX', label] });
    account.deliver(bob);
    const start = account.historyId;
    account.deleteLabel(label);
    expect((await rest.history(start)).history).toMatchObject([{ labelsRemoved: [{ labelIds: [label] }] }]);
    expect((await rest.get(id, 'format=minimal')).labelIds).toEqual(['INBOX']);
    expect((await rest.call('GET', `messages?labelIds=${label}`)).status).toBe(400);
    const { body } = await rest.call('GET', 'labels?fields=labels(id)');
    expect(body).toMatchObject({ labels: expect.arrayContaining([{ id: 'INBOX' }]) });
    expect(JSON.stringify(body)).not.toContain(label);
  });

  test('an alias is verified or pending, the account itself has no status', async () => {
    const account = simulator.addAccount({
      address: 'Main@Example.com',
      aliases: ['sales@example.com'],
      unverifiedAliases: ['old@example.com'],
    });
    const { body } = await restClient(simulator, account.address).call(
      'GET',
      'settings/sendAs?fields=sendAs(sendAsEmail,verificationStatus)',
    );
    expect(body).toEqual({
      sendAs: [
        { sendAsEmail: 'main@example.com' },
        { sendAsEmail: 'sales@example.com', verificationStatus: 'accepted' },
        { sendAsEmail: 'old@example.com', verificationStatus: 'pending' },
      ],
    });
  });

  test('a call that the simulator does not have is a 500 and never a silent 404', async () => {
    const { rest } = mailbox();
    const error = await rest.call('GET', 'settings/vacation');
    expect(error).toMatchObject({ status: 500 });
    expect((await rest.call('GET', 'messages?q=wibble:x')).status).toBe(500);
  });
});

describe('the official client', () => {
  test('reads profile, lists, gets, watches and refreshes a dead access token by itself', async () => {
    const { account } = mailbox();
    const api = officialClient(account.address);
    const { id } = account.deliver(bob);
    const profile = await api.users.getProfile({ userId: 'me' });
    expect(profile.data.historyId).toBe(account.historyId);
    simulator.oauth.expireAccessTokens({ address: account.address });
    const listed = await api.users.messages.list({ userId: 'me', q: 'from:bob@x.org', maxResults: 500 });
    expect(listed.data.messages).toEqual([{ id, threadId: id }]);
    const message = await api.users.messages.get({ userId: account.address, id, format: 'full' });
    expect(message.data.payload?.headers).toContainEqual({ name: 'Subject', value: 'Hello' });
    const watch = await api.users.watch({ userId: 'me', requestBody: { topicName: 'projects/p/topics/t' } });
    expect(Number(watch.data.expiration)).toBeGreaterThan(Date.now());
    await api.users.stop({ userId: 'me' });
    const expected = ['getProfile', 'messages.list', 'messages.list', 'messages.get', 'watch', 'stop'];
    expect(account.usage.calls.map(({ method }) => method)).toEqual(expected);
    expect(account.usage.calls[1]).toMatchObject({ status: 401, units: 0 });
    expect(account.usage.units).toBe(1 + 5 + 20 + 100 + 50);
  });

  test('sends small mails as JSON and large ones by upload, with and without metadata', async () => {
    const { account } = mailbox();
    const api = officialClient(account.address);
    const mail = (to: string) => `From: ${account.address}\r\nTo: ${to}\r\nSubject: Hi\r\n\r\nBody`;
    const raw = Buffer.from(mail('one@x.org')).toString('base64url');
    const json = await api.users.messages.send({ userId: 'me', requestBody: { raw } });
    const upload = { rootUrl: simulator.url };
    const media = { mimeType: 'message/rfc822', body: mail('two@x.org') };
    const alone = await api.users.messages.send({ userId: 'me', media }, upload);
    const threadId = json.data.threadId ?? '';
    const both = await api.users.messages.send({ userId: 'me', media, requestBody: { threadId } }, upload);
    expect([json, alone, both].map(({ data }) => data.labelIds)).toEqual([['SENT'], ['SENT'], ['SENT']]);
    expect(account.messages().map(({ to }) => to)).toEqual([['one@x.org'], ['two@x.org'], ['two@x.org']]);
  });
});
