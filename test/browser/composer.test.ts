import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { ConversationId } from '../../shared/domain/ids.ts';
import { browserStage } from '../support/browser/browserStage.ts';
import { checkAccessibility } from '../support/browser/checkAccessibility.ts';
import { answer, aQuestion, requestsOf, sent, sentBy, textOf } from '../support/browser/composing.ts';
import { withLiveMailbox } from '../support/browser/liveAgent.ts';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';

const stage = browserStage();

test('"Reply" under an older mail answers that one, under its subject, in its thread', async () => {
  const { page, account, deliver, stored } = await aQuestion(stage());
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

test('an older mail that somebody answers is still answered when another mail is sent meanwhile', async () => {
  const { page, account, agent, address, deliver, stored } = await aQuestion(stage());
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
  const { page } = await aQuestion(stage());
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
  const { page, agent, path, conversationId } = await aQuestion(stage());
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
  const { page, account } = await aQuestion(stage());
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
  const { page, account, address } = await aQuestion(stage());
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
  const { page } = await aQuestion(stage());
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
  const { agent, conversationId } = await aQuestion(stage());
  const colleague = await stage().agent({ name: 'Noah Lind', locations: agent.locations });
  const page = await stage().open(colleague, `/inbox/${conversationId}`);
  await answer(page, 'Hello');
  await page.getByText(/connect your Gmail account/).waitFor();
  expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
  await page.getByRole('link', { name: 'To the settings' }).click();
  await page.waitForURL(/\/settings$/);
});
