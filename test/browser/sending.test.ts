import { expect, test } from '@jest/globals';
import { browserStage } from '../support/browser/browserStage.ts';
import { checkAccessibility } from '../support/browser/checkAccessibility.ts';
import {
  API,
  answer,
  aQuestion,
  changeDraft,
  loseAnAnswer,
  requestsOf,
  sendHeldBack,
  sendUnanswered,
  sent,
  sentBy,
  textOf,
} from '../support/browser/composing.ts';
import { eventually } from '../support/eventually.ts';
import { googleErrors } from '../support/gmail/googleError.ts';

const stage = browserStage();

test('an answer is in the thread that it answers, once, however often it is sent', async () => {
  const { page, account, address } = await aQuestion(stage());
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

test('an answer that nobody said was sent is asked for once more as it was, and sent once', async () => {
  const { page, account } = await aQuestion(stage());
  stage().complaints.tolerate(/ERR_FAILED/);
  const requests = requestsOf(page);
  await loseAnAnswer(page);
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

test('a mail that may have been sent can be changed as another mail, and whoever goes by keyboard stays in the page', async () => {
  const { page, account } = await aQuestion(stage());
  stage().complaints.tolerate(/ERR_FAILED/);
  const requests = requestsOf(page);
  await loseAnAnswer(page);
  await answer(page, 'It is free.');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Change it' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Change a mail that may have been sent?' });
  await dialog.getByRole('button', { name: 'Change it' }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await eventually('the focus is in the page', () =>
    page.getByRole('main').evaluate((it) => it.contains(document.activeElement)),
  );
  await textOf(page).click();
  await page.keyboard.type(' Come on Saturday.');
  await page.keyboard.press('Control+Enter');
  await eventually('both are sent', () => account.usage.count('messages.send') === 2);
  expect(new Set(requests.map(({ requestId }) => requestId)).size).toBe(2);
});

test('a mail that was refused, or could not leave, can be changed and sent again', async () => {
  const { page, account, agent } = await aQuestion(stage());
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
  const { page, account } = await aQuestion(stage());
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
  const { page, account } = await aQuestion(stage());
  stage().complaints.tolerate(/ERR_FAILED|ERR_ABORTED/);
  const requests = requestsOf(page);
  await sendUnanswered(page, 'It is still free.');
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
  const { page, account } = await aQuestion(stage());
  stage().complaints.tolerate(/ERR_FAILED|ERR_ABORTED/);
  const requests = requestsOf(page);
  await sendUnanswered(page, 'It is still free.');
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
  const { page, account } = await aQuestion(stage());
  const letGo = await sendHeldBack(page, 'It is still free.');
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await textOf(page).waitFor({ state: 'detached' });
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  letGo();
  await sent(account);
});

test('who signs out while a mail is handed over is asked first, and no longer once it is sent', async () => {
  const { page, account } = await aQuestion(stage());
  const letGo = await sendHeldBack(page, 'It is still free.');
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('link', { name: 'You', exact: true }).click();
  const signOut = page.getByRole('main').getByRole('button', { name: 'Sign out' });
  await signOut.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'A mail is still being sent' });
  await dialog.waitFor();
  await checkAccessibility(page);
  await dialog.getByRole('button', { name: 'Stay' }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await eventually('the button has the focus again', () => signOut.evaluate((it) => it.matches(':focus')));
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: 'Sign out' })
    .press('Enter');
  await dialog.waitFor();
  letGo();
  await sent(account);
  await dialog.waitFor({ state: 'detached' });
  await signOut.press('Enter');
  await page.getByText(/^Sign in to read and answer/).waitFor();
});

test('a mail that was sent as another one before can be sent as one more, if somebody says so', async () => {
  const { page, account } = await aQuestion(stage());
  stage().complaints.tolerate(/status of 409/);
  const requests = requestsOf(page);
  const error = { status: 'ALREADY_EXISTS', message: 'Another mail.', details: { reason: 'otherMail' } };
  await page.route(API, (route) => route.fulfill({ status: 409, json: { error } }), { times: 1 });
  await answer(page, 'It is still free.');
  await page.keyboard.press('Control+Enter');
  await page.getByText(/This mail was changed after it was sent for the first time/).waitFor();
  await checkAccessibility(page);
  expect(account.usage.count('messages.send')).toBe(0);
  await page.getByRole('button', { name: 'Send it as another mail' }).press('Enter');
  const { raw } = await sent(account);
  expect(raw).toContain('It is still free.');
  expect(new Set(requests.map(({ requestId }) => requestId)).size).toBe(2);
});

test('two tabs with the same draft send it once', async () => {
  const { page, account, path } = await aQuestion(stage());
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

test('an address that can no longer send is not replaced without a word', async () => {
  const { page, account, agent } = await aQuestion(stage());
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
