import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import type { Page, Request } from 'playwright-core';
import { z } from 'zod';
import { ConversationId } from '../../shared/domain/ids.ts';
import { browserStage } from '../support/browser/browserStage.ts';
import { aChatScene } from '../support/browser/chatScene.ts';
import { checkAccessibility } from '../support/browser/checkAccessibility.ts';
import { withLiveMailbox } from '../support/browser/liveAgent.ts';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import type { Account } from '../support/gmail/account.ts';
import { googleErrors } from '../support/gmail/googleError.ts';

const stage = browserStage();

/** A contact has asked something; the page shows it. */
async function aQuestion() {
  const scene = await aChatScene(stage(), {
    mails: ({ contact, agent }) => [
      {
        from: `Ann Archer <${contact}>`,
        to: agent,
        cc: 'bob@example.org',
        subject: 'The flat',
        text: 'Is it free?',
      },
    ],
  });
  const page = await stage().open(scene.agent, scene.path);
  return { ...scene, page };
}

const textOf = (page: Page) => page.getByRole('textbox', { name: 'Message' });

async function answer(page: Page, words: string): Promise<void> {
  await page.getByRole('button', { name: 'Write to Ann Archer' }).click();
  await textOf(page).waitFor();
  await page.keyboard.type(words);
}

const sentBy = (account: Account) => account.messages().filter(({ labelIds }) => labelIds.includes('SENT'));

const sent = (account: Account) =>
  eventually('it is sent', () => {
    const [first] = sentBy(account);
    return first && { ...first, raw: account.message(first.id).raw.toString() };
  });

/** What the page has asked for, by the ids under which it has. */
function requestsOf(page: Page) {
  const requests: { readonly requestId: string; readonly body: string }[] = [];
  page.on('request', (request: Request) => {
    if (!request.url().endsWith('/api/sendMessage')) return;
    const body = request.postData() ?? '';
    requests.push({ body, requestId: Call.parse(JSON.parse(body)).data.requestId });
  });
  return requests;
}
const Call = z.object({ data: z.object({ requestId: z.string() }) });

const API = '**/api/sendMessage';

/** As if it had been kept otherwise. */
async function changeDraft(page: Page, change: (draft: string) => string): Promise<void> {
  const drafts = await page.evaluate(() =>
    Object.entries(localStorage).filter(([key]) => key.startsWith('draft')),
  );
  const changed = drafts.map(([key, draft]): [string, string] => [key, change(String(draft))]);
  expect(changed).not.toEqual(drafts);
  await page.evaluate((entries) => {
    for (const [key, draft] of entries) localStorage.setItem(key, draft);
  }, changed);
}

test('an answer is in the thread that it answers, once, however often it is sent', async () => {
  const { page, account, address } = await aQuestion();
  await answer(page, 'It is still free.');
  await page.getByRole('button', { name: 'Send', exact: true }).dblclick();
  await page.keyboard.press('Control+Enter');
  await page
    .getByRole('log')
    .getByText('It is still free.')
    .or(page.getByText('It is still free.'))
    .first()
    .waitFor();
  const [question] = account.messages();
  const mail = await sent(account);
  expect(mail).toMatchObject({
    subject: 'Re: The flat',
    threadId: question?.threadId,
    to: [address],
    cc: [],
  });
  expect(mail.raw).not.toContain('text/html');
  await eventually('the field is empty', async () => (await textOf(page).textContent()) === '');
  // The next one is another mail.
  await textOf(page).click();
  await page.keyboard.type('Come on Saturday.');
  await page.keyboard.press('Control+Enter');
  await eventually('the next one is sent', () => sentBy(account).length === 2);
  expect(account.usage.count('messages.send')).toBe(2);
});

test('"Reply" under an older mail answers that one, under its subject, in its thread', async () => {
  const { page, account, deliver, stored } = await aQuestion();
  deliver({ subject: 'The keys', text: 'Where are they?' });
  await stored(2);
  await page.getByText('Where are they?').last().waitFor();
  await page.getByRole('button', { name: 'More about this message' }).first().click();
  await page.getByRole('menuitem', { name: 'Reply to this' }).click();
  await textOf(page).waitFor();
  await page.keyboard.type('It is free.');
  await page.keyboard.press('Control+Enter');
  const [question] = account.messages();
  expect(await sent(account)).toMatchObject({ subject: 'Re: The flat', threadId: question?.threadId });
});

test('an answer that nobody said was sent is asked for once more as it was, and sent once', async () => {
  const { page, account } = await aQuestion();
  stage().complaints.tolerate(/ERR_FAILED/);
  const requests = requestsOf(page);
  await page.route(
    API,
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await answer(page, 'It is still free.');
  await page.keyboard.press('Control+Enter');
  await page.getByText(/Whether your mail was sent is not known yet/).waitFor();
  await textOf(page).click();
  await page.keyboard.type('No more of it.');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Try again' }).click();
  await eventually('the field is empty', async () => (await textOf(page).textContent()) === '');
  expect(account.usage.count('messages.send')).toBe(1);
  expect(requests).toHaveLength(2);
  expect(requests[1]).toEqual(requests[0]);
});

test('a mail that was refused, or could not leave, can be changed and sent again', async () => {
  const { page, account, agent } = await aQuestion();
  stage().complaints.tolerate(/status of 429|ERR_INTERNET_DISCONNECTED|transport errored|cleardot\.gif/);
  const requests = requestsOf(page);
  const reply = googleErrors.userRateLimitExceeded();
  stage().stack.gmail.faults.add({ method: 'messages.send', account: agent.email, reply });
  await answer(page, 'It is');
  await page.context().setOffline(true);
  await page.keyboard.press('Control+Enter');
  await page.getByText(/You are offline. Try again/).waitFor();
  expect(requests).toEqual([]);
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText(/Gmail takes no more mail from this mailbox for now. Nothing was sent/).waitFor();
  await textOf(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' free.');
  await page.keyboard.press('Control+Enter');
  const { raw } = await sent(account);
  expect(raw).toContain('It is free.');
  expect(new Set(requests.map(({ requestId }) => requestId)).size).toBe(1);
});

test('what Gmail has not said is asked for again by itself, once', async () => {
  const { page, account } = await aQuestion();
  stage().complaints.tolerate(/503/);
  const requests = requestsOf(page);
  const error = {
    status: 'UNAVAILABLE',
    message: 'Gmail did not say.',
    details: { reason: 'uncertain', retryAfterSeconds: 1 },
  };
  await page.route(API, (route) => route.fulfill({ status: 503, json: { error } }), { times: 2 });
  await answer(page, 'It is still free.');
  await page.keyboard.press('Control+Enter');
  await page.getByText(/Gmail did not say/).waitFor();
  await eventually('it has asked again', () => requests.length === 2);
  const again = page.waitForRequest(API, { timeout: 2_500 }).catch(() => 'none');
  expect(await again).toBe('none');
  await page.getByRole('button', { name: 'Try again' }).click();
  await sent(account);
  expect(new Set(requests.map(({ body }) => body)).size).toBe(1);
  expect(account.usage.count('messages.send')).toBe(1);
});

test('a page that is left in the middle of sending finds out what became of it', async () => {
  const { page, account } = await aQuestion();
  stage().complaints.tolerate(/ERR_FAILED|ERR_ABORTED/);
  const requests = requestsOf(page);
  const isThere = Promise.withResolvers<void>();
  await page.route(
    API,
    async (route) => {
      await route.fetch();
      isThere.resolve();
    },
    { times: 1 },
  );
  await answer(page, 'It is still free.');
  await page.keyboard.press('Control+Enter');
  await isThere.promise;
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await page.getByRole('button', { name: 'Write to Ann Archer' }).waitFor();
  await eventually('it has asked again', () => requests.length === 2);
  expect(requests[1]).toEqual(requests[0]);
  expect(account.usage.count('messages.send')).toBe(1);
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('draft'))),
  ).toEqual([]);
});

test('a mail that was on its way long ago is asked for again when somebody says so, not when a page is loaded', async () => {
  const { page, account } = await aQuestion();
  stage().complaints.tolerate(/ERR_FAILED|ERR_ABORTED/);
  const requests = requestsOf(page);
  const isThere = Promise.withResolvers<void>();
  await page.route(
    API,
    async (route) => {
      await route.fetch();
      isThere.resolve();
    },
    { times: 1 },
  );
  await answer(page, 'It is still free.');
  await page.keyboard.press('Control+Enter');
  await isThere.promise;
  await changeDraft(page, (draft) => draft.replace(/"at":\d+/, `"at":${Date.now() - 11 * 60_000}`));
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await page
    .getByText(/The page was closed while it was being sent/)
    .first()
    .waitFor();
  const again = page.waitForRequest(API, { timeout: 2_500 }).catch(() => 'none');
  expect(await again).toBe('none');
  await page.getByRole('button', { name: 'Change it' }).waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await eventually('it has asked again', () => requests.length === 2);
  expect(requests[1]).toEqual(requests[0]);
  await page.getByRole('button', { name: 'Try again' }).waitFor({ state: 'detached' });
  expect(account.usage.count('messages.send')).toBe(1);
});

test('who leaves the page is asked first while a mail is handed over, whatever is shown', async () => {
  const { page, account } = await aQuestion();
  const mayGo = Promise.withResolvers<void>();
  await page.route(API, async (route) => {
    await mayGo.promise;
    await route.continue();
  });
  await answer(page, 'It is still free.');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Sending…').waitFor();
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await textOf(page).waitFor({ state: 'detached' });
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  mayGo.resolve();
  await sent(account);
});

test('an address that can no longer send is not replaced without a word', async () => {
  const { page, account, agent } = await aQuestion();
  await answer(page, 'It is still free.');
  await changeDraft(page, (draft) =>
    draft.replace(`"address":"${agent.email}"`, '"address":"sales@firm.example"'),
  );
  await page.reload();
  await page.getByRole('button', { name: /^Draft It is still free/ }).click();
  await page.getByText('sales@firm.example cannot send at the moment. Choose another address.').waitFor();
  await checkAccessibility(page);
  const from = page.getByRole('combobox', { name: 'From' });
  await textOf(page).click();
  await page.keyboard.press('Control+Enter');
  await eventually('the choice is asked for', () => from.evaluate((it) => it === document.activeElement));
  expect(account.usage.count('messages.send')).toBe(0);
  await from.selectOption(agent.email);
  await page.getByText(/cannot send at the moment/).waitFor({ state: 'detached' });
  await textOf(page).click();
  await page.keyboard.press('Control+Enter');
  const { raw } = await sent(account);
  expect(raw).toMatch(new RegExp(`^From: .*${agent.email}`, 'm'));
});

test('an older mail that somebody answers is still answered when another mail is sent meanwhile', async () => {
  const { page, account, agent, address, deliver, stored } = await aQuestion();
  deliver({ subject: 'The keys', text: 'Where are they?' });
  await stored(2);
  await page.getByText('Where are they?').last().waitFor();
  await page.getByRole('button', { name: 'More about this message' }).first().click();
  await page.getByRole('menuitem', { name: 'Reply to this' }).click();
  await textOf(page).waitFor();
  const labelIds = ['SENT'];
  account.deliver({
    from: agent.email,
    to: address,
    subject: 'By phone',
    text: 'I write from my phone.',
    labelIds,
  });
  await page.getByText('I write from my phone.').last().waitFor();
  await textOf(page).click();
  await page.keyboard.type('It is free.');
  expect(await page.getByText('This answers an earlier mail.').count()).toBe(0);
  await page.keyboard.press('Control+Enter');
  const mail = await eventually('it is sent', () =>
    sentBy(account).find(({ subject }) => subject !== 'By phone'),
  );
  expect(mail.subject).toBe('Re: The flat');
});

test('a form of a version that is gone can be had by a reload, and the draft is there', async () => {
  const { page } = await aQuestion();
  stage().complaints.tolerate(/ERR_FAILED|dynamically imported/);
  await answer(page, 'It is still free.');
  await page.route('**/*Form-*.js', (route) => route.abort());
  await page.reload();
  await page.getByRole('button', { name: /^Draft It is still free/ }).click();
  await page.getByText(/The form could not be loaded/).waitFor();
  await page.unroute('**/*Form-*.js');
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.getByRole('button', { name: /^Draft It is still free/ }).click();
  await textOf(page).getByText('It is still free.').waitFor();
});

test('who works in more than thirty locations finds others beside the contact that they write to', async () => {
  const locations = await Promise.all(Array.from({ length: 31 }, () => stage().tenants.location()));
  const agent = await stage().agent({ locations });
  await withLiveMailbox(stage(), agent);
  const last = locations.at(-1) ?? agent.locationId;
  const ann = await stage().tenants.contact(last, { name: 'Ann Archer', emails: [anAddress('ann')] });
  await stage().tenants.contact(last, { name: 'Chloé Dubois', emails: [anAddress('chloe')] });
  const page = await stage().open(agent, `/inbox?to=${ann.contactId}`);
  const dialog = page.getByRole('dialog', { name: 'New mail' });
  await dialog.getByRole('button', { name: 'Remove Ann Archer' }).waitFor();
  await dialog.getByRole('combobox', { name: 'To', exact: true }).pressSequentially('dub');
  await dialog.getByRole('option', { name: /Chloé Dubois/ }).waitFor();
});

test('two tabs with the same draft send it once', async () => {
  const { page, account, path } = await aQuestion();
  await answer(page, 'It is still free.');
  const other = await page.context().newPage();
  await other.goto(stage().url + path);
  await other.getByRole('button', { name: /^Draft It is still free/ }).click();
  await textOf(other).getByText('It is still free.').waitFor();
  await Promise.all(
    [page, other].map((tab) => tab.getByRole('button', { name: 'Send', exact: true }).click()),
  );
  for (const tab of [page, other])
    await eventually('the field is empty', async () => (await textOf(tab).textContent()) === '');
  expect(account.usage.count('messages.send')).toBe(1);
});

test('a new mail goes to contacts that are found, copies and all, from an alias, with its files and its form', async () => {
  const agent = await stage().agent();
  const { locationId } = agent;
  const [ann, alias] = [anAddress('ann'), anAddress('sales')];
  const contact = await stage().tenants.contact(locationId, { name: 'Ann Archer', emails: [ann] });
  await stage().tenants.contact(locationId, { name: 'Chloé Dubois', emails: [anAddress('chloe')] });
  const { account } = await withLiveMailbox(stage(), agent, { aliases: [alias] });
  const page = await stage().open(agent, '/inbox');
  await page.getByRole('button', { name: 'New mail' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New mail' });
  const to = dialog.getByRole('combobox', { name: 'To', exact: true });
  await to.pressSequentially('arch');
  await dialog.getByRole('option', { name: /Ann Archer/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Remove Ann Archer' }).waitFor();
  await dialog.getByRole('button', { name: 'Cc', exact: true }).click();
  await page.keyboard.type('bob@example.org,');
  await dialog.getByRole('button', { name: 'Bcc', exact: true }).click();
  await page.keyboard.type('cy@example.org');
  await dialog.getByRole('combobox', { name: 'From' }).selectOption(alias);
  await dialog.getByRole('textbox', { name: 'Subject' }).fill('The plan');
  await textOf(page).click();
  await page.keyboard.type('Here it ');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('is');
  const bytes = randomBytes(300_000);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'plan.bin', mimeType: 'application/x-plan', buffer: bytes });
  await dialog.getByText('300 kB').waitFor();
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  const mail = await sent(account);
  expect(mail).toMatchObject({
    subject: 'The plan',
    to: [ann],
    cc: ['bob@example.org'],
    bcc: ['cy@example.org'],
  });
  expect(mail.raw.slice(0, 1_000)).toContain(`From: ${alias}`);
  const [stored] = await stage().store.messages(locationId);
  expect(stored?.body).toMatchObject({
    text: 'Here it is',
    html: expect.stringMatching(/Here it.<b>is<\/b>/),
  });
  expect(mail.raw.replaceAll(/\s/g, '').includes(bytes.toString('base64'))).toBe(true);
  await page.goto(`${stage().url}/inbox/${ConversationId.of(locationId, contact.contactId)}`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /^Download plan/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('plan.bin');
  expect((await readFile(await download.path())).equals(bytes)).toBe(true);
});

test('a draft is there after a reload and in its own conversation, for its own writer', async () => {
  const { page, agent, path, conversationId } = await aQuestion();
  await answer(page, 'It is ');
  await page.keyboard.press('Control+i');
  await page.keyboard.type('still');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') });
  await page.getByRole('button', { name: 'Remove a.txt' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: /^Draft It is still/ }).click();
  await textOf(page).getByText('It is still').waitFor();
  expect(await textOf(page).innerHTML()).toContain('<i>still</i>');
  await page.getByRole('button', { name: 'Remove a.txt' }).waitFor();
  const kept = await page.evaluate(() =>
    Object.entries(localStorage).filter(([key]) => key.startsWith('draft')),
  );
  expect(kept).toHaveLength(1);
  const colleague = await stage().agent({ name: 'Noah Lind', locations: agent.locations });
  const theirs = await stage().open(colleague, '/settings');
  await theirs.evaluate((entries) => {
    for (const [key, value] of entries) localStorage.setItem(key, value);
  }, kept);
  await theirs.goto(`${stage().url}/inbox/${conversationId}`);
  await theirs.getByRole('button', { name: 'Write to Ann Archer' }).waitFor();
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard', exact: true }).click();
  await page.getByRole('button', { name: 'Write to Ann Archer' }).waitFor();
  await page.goto(stage().url + path);
  await page.getByRole('button', { name: 'Write to Ann Archer' }).waitFor();
});

test('files that are too large are refused before they are read, and what is pasted is made simple', async () => {
  const { page, account } = await aQuestion();
  const requests = requestsOf(page);
  await answer(page, 'See:');
  await page.getByRole('form', { name: 'Answer' }).evaluate((form) => {
    const large = new DataTransfer();
    large.items.add(new File([new Uint8Array(25_000_001)], 'large.bin'));
    form.dispatchEvent(new DragEvent('drop', { dataTransfer: large, bubbles: true, cancelable: true }));
  });
  await page.getByText(/This file is larger than the 25 MB that Gmail takes/).waitFor();
  expect(await page.getByRole('list', { name: 'Files' }).count()).toBe(0);
  await textOf(page).evaluate((element) => {
    const html = new DataTransfer();
    html.setData(
      'text/html',
      '<style>p{color:red}</style><p style="color:red" onclick="x()">Red</p><script>x()</script><img src="x" onerror="x()">' +
        '<ul><li><a href="javascript:x()">One</a></li></ul>',
    );
    html.setData('text/plain', 'Red');
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: html, bubbles: true, cancelable: true }),
    );
  });
  await textOf(page).getByRole('listitem').waitFor();
  expect(await textOf(page).innerHTML()).toMatch(/^<div[^>]*>See:Red<\/div><ul><li>One(<br>)?<\/li><\/ul>/);
  await textOf(page).evaluate((element) => {
    const picture = new DataTransfer();
    picture.items.add(new File(['picture'], 'image.png', { type: 'image/png' }));
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: picture, bubbles: true, cancelable: true }),
    );
  });
  await page.getByRole('button', { name: 'Remove image.png' }).waitFor();
  await page.keyboard.press('Control+Enter');
  const { raw } = await sent(account);
  expect(raw).toContain(Buffer.from('picture').toString('base64'));
  expect(raw).not.toMatch(/onclick|javascript:|script/);
  expect(requests).toHaveLength(1);
});

test('people are added, corrected and taken away by keyboard alone', async () => {
  const { page, account, address } = await aQuestion();
  await page.getByRole('button', { name: 'Write to Ann Archer' }).focus();
  await page.keyboard.press('Enter');
  await textOf(page).waitFor();
  await page.keyboard.type('Hello');
  await page.getByRole('button', { name: 'Reply all' }).press('Enter');
  await page.getByRole('button', { name: 'Remove bob@example.org' }).waitFor();
  const to = page.getByRole('combobox', { name: 'To', exact: true });
  await to.focus();
  await page.keyboard.type('nobody');
  await page.keyboard.press('Control+Enter');
  await page.getByText('“nobody” is not an email address').waitFor();
  expect(account.usage.count('messages.send')).toBe(0);
  for (const _ of 'nobody') await page.keyboard.press('Backspace');
  await to.evaluate((element) => {
    const list = new DataTransfer();
    list.setData('text/plain', 'Cy <cy@example.org>; di@example.org\ndi@example.org');
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: list, bubbles: true, cancelable: true }),
    );
  });
  await page.getByRole('button', { name: 'Remove di@example.org' }).waitFor();
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.getByRole('button', { name: 'Remove di@example.org' }).waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Enter');
  expect(await sent(account)).toMatchObject({ to: [address, 'cy@example.org'], cc: ['bob@example.org'] });
});

test('nobody is kept out, in light or in dark', async () => {
  const { page } = await aQuestion();
  await answer(page, 'Hello');
  await page.getByRole('button', { name: 'Cc', exact: true }).click();
  await page.keyboard.type('nobody');
  await textOf(page).click();
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Leads to' }).fill('www.example.com');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await checkAccessibility(page);
  }
  await page.keyboard.press('Enter');
  await textOf(page).getByRole('link', { name: 'www.example.com' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Draft Hello/ }).waitFor();
  await page.getByRole('button', { name: 'New mail' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New mail' });
  await dialog.getByRole('combobox', { name: 'To', exact: true }).pressSequentially('ann');
  await dialog.getByRole('option', { name: /Ann Archer/ }).waitFor();
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await checkAccessibility(page);
  }
}, 60_000);

test('who has no mailbox is told so, and where to connect one', async () => {
  const { agent, conversationId } = await aQuestion();
  const colleague = await stage().agent({ name: 'Noah Lind', locations: agent.locations });
  const page = await stage().open(colleague, `/inbox/${conversationId}`);
  await answer(page, 'Hello');
  await page.getByText(/connect your Gmail account/).waitFor();
  expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
  await page.getByRole('link', { name: 'To the settings' }).click();
  await page.waitForURL(/\/settings$/);
});
