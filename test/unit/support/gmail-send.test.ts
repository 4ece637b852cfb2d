import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { GmailSimulator } from '../../support/gmail/gmailSimulator.ts';
import { restClient } from '../../support/gmail/restClient.ts';

let simulator: GmailSimulator;
let next = 0;

beforeAll(async () => {
  simulator = await GmailSimulator.start();
});
afterAll(() => simulator.close());

function mailbox(options: object = {}) {
  next += 1;
  const account = simulator.addAccount({ address: `send${next}@example.com`, ...options });
  return { account, rest: restClient(simulator, account.address), start: account.historyId };
}

const raw = (lines: readonly string[], body = 'Body') =>
  Buffer.from([...lines, '', body].join('\r\n')).toString('base64url');

test('a sent mail keeps its Message-ID, is found by it, and arrives without Bcc', async () => {
  const { account, rest } = mailbox();
  const [to, hidden] = [mailbox().account, mailbox().account];
  const lines = [
    `From: ${account.address}`,
    `To: ${to.address}`,
    'Subject: Hi',
    `Bcc: one@x.org,\r\n ${hidden.address}`,
    'Message-ID: <mine@crm.example.com>',
  ];
  const sent = await rest.call('POST', 'messages/send', { raw: raw(lines) });
  expect(sent).toMatchObject({ status: 200, body: { labelIds: ['SENT'] } });
  expect((await rest.search('rfc822msgid:mine@crm.example.com in:sent')).messages).toEqual([
    { id: account.messages()[0]?.id, threadId: account.messages()[0]?.threadId },
  ]);
  expect(account.messages()).toMatchObject([{ bcc: ['one@x.org', hidden.address] }]);
  for (const receiver of [to, hidden]) {
    expect(receiver.messages()).toMatchObject([
      { messageId: 'mine@crm.example.com', bcc: [], labelIds: ['INBOX', 'UNREAD'] },
    ]);
  }
});

test('a From that the account may not use is silently replaced, an alias is kept', async () => {
  const { account, rest } = mailbox({
    aliases: ['sales@example.com'],
    unverifiedAliases: ['old@example.com'],
  });
  for (const from of ['"Ann A" <boss@other.org>', 'old@example.com', 'Sales <Sales@example.com>']) {
    await rest.call('POST', 'messages/send', { raw: raw([`From: ${from}`, 'To: x@x.org']) });
  }
  expect(account.messages().map(({ from }) => from[0])).toEqual([
    account.address,
    account.address,
    'sales@example.com',
  ]);
});

test('a mail to oneself is one message, sent and received', async () => {
  const { account, rest } = mailbox();
  await rest.call('POST', 'messages/send', { raw: raw([`To: ${account.address}`]) });
  expect(account.messages()).toMatchObject([{ labelIds: ['SENT', 'INBOX', 'UNREAD'] }]);
});

test('a reply joins the thread only with its references and its subject', async () => {
  const { account, rest } = mailbox();
  const { threadId } = account.deliver({
    from: 'bob@x.org',
    to: account.address,
    subject: 'Offer',
    messageId: 'offer@x.org',
  });
  const send = async (lines: readonly string[]) => {
    const mail = raw(['To: bob@x.org', ...lines]);
    return Object((await rest.call('POST', 'messages/send', { raw: mail, threadId })).body).threadId;
  };
  expect(await send(['Subject: Re: Offer', 'In-Reply-To: <offer@x.org>'])).toBe(threadId);
  expect(await send(['Subject: Re: Offer'])).not.toBe(threadId);
  expect(await send(['Subject: Other', 'References: <offer@x.org>'])).not.toBe(threadId);
  const unknown = { raw: raw(['To: bob@x.org']), threadId: '123' };
  expect((await rest.call('POST', 'messages/send', unknown)).status).toBe(404);
});

test('a mail to nobody and a send without a mail are refused', async () => {
  const { rest } = mailbox();
  expect((await rest.call('POST', 'messages/send', { raw: raw(['Subject: x']) })).status).toBe(400);
  expect((await rest.call('POST', 'messages/send', {})).status).toBe(400);
});

test('the upload endpoint takes the bare mail, several megabytes of it, byte for byte', async () => {
  const { account, rest } = mailbox();
  const body = 'x'.repeat(5_000_000);
  const mail = `From: ${account.address}\r\nTo: a@x.org\r\nDate: now\r\nMessage-ID: <m@x>\r\n\r\n${body}`;
  const response = await fetch(`${simulator.url}/upload/gmail/v1/users/me/messages/send?uploadType=media`, {
    method: 'POST',
    headers: { authorization: `Bearer ${rest.accessToken}`, 'content-type': 'message/rfc822' },
    body: mail,
  });
  expect(response.status).toBe(200);
  const [message] = account.messages();
  expect(account.message(message?.id ?? '').raw.toString()).toBe(mail);
});

test('each autosave is a new message and deletes the one before', async () => {
  const { account, rest, start } = mailbox();
  const first = account.saveDraft({ from: account.address, subject: 'One' });
  const second = account.updateDraft(first.draftId, { from: account.address, subject: 'Two' });
  expect(second.draftId).toBe(first.draftId);
  expect(second.id).not.toBe(first.id);
  expect(account.messages()).toMatchObject([{ id: second.id, labelIds: ['DRAFT'] }]);
  const kinds = ((await rest.history(start)).history ?? []).map((record) => Object.keys(record)[2]);
  expect(kinds).toEqual(['messagesAdded', 'messagesAdded', 'messagesDeleted']);
});

test('a draft is created, updated, listed, sent and deleted over HTTP', async () => {
  const { account, rest } = mailbox();
  const message = (subject: string) => ({ message: { raw: raw(['To: bob@x.org', `Subject: ${subject}`]) } });
  const created = Object((await rest.call('POST', 'drafts', message('One'))).body);
  expect(created).toMatchObject({ message: { labelIds: ['DRAFT'] } });
  const updated = Object((await rest.call('PUT', `drafts/${created.id}`, message('Two'))).body);
  expect(updated.id).toBe(created.id);
  expect((await rest.call('GET', 'drafts')).body).toMatchObject({
    drafts: [{ id: created.id, message: { id: updated.message.id } }],
  });
  expect((await rest.call('GET', `drafts/${created.id}?format=minimal`)).body).toMatchObject({
    message: { id: updated.message.id },
  });
  const sent = Object((await rest.call('POST', 'drafts/send', { id: created.id })).body);
  expect(sent.labelIds).toEqual(['SENT']);
  expect(account.messages()).toMatchObject([{ id: sent.id, subject: 'Two' }]);
  expect((await rest.call('GET', `drafts/${created.id}`)).status).toBe(404);
  const other = account.saveDraft({ from: account.address });
  expect((await rest.call('DELETE', `drafts/${other.draftId}`)).status).toBe(204);
  expect(account.messages()).toHaveLength(1);
});

test('a draft can also become the sent message under its own id', async () => {
  const { account, rest } = mailbox();
  const draft = account.saveDraft({ from: account.address, to: 'bob@x.org' });
  const sent = account.sendDraft(draft.draftId, { keepId: true });
  expect(sent.id).toBe(draft.id);
  expect(account.messages()).toMatchObject([{ labelIds: ['SENT'] }]);
  const { history } = await rest.history(draft.historyId);
  expect(history).toMatchObject([
    { labelsRemoved: [{ labelIds: ['DRAFT'] }] },
    { labelsAdded: [{ labelIds: ['SENT'] }] },
  ]);
});
