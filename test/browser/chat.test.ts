import { expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { browserStage } from '../support/browser/browserStage.ts';
import { aChatScene } from '../support/browser/chatScene.ts';
import { checkAccessibility } from '../support/browser/checkAccessibility.ts';
import { plantChat } from '../support/browser/plantChat.ts';
import { eventually } from '../support/eventually.ts';

const stage = browserStage();

test('a mail that arrives in Gmail appears in the open conversation, and is told to those who listen', async () => {
  const scene = await aChatScene(stage(), {
    mails: ({ contact, agent }) => [{ from: contact, to: agent, subject: 'Viewing', text: 'On Saturday?' }],
  });
  const page = await stage().open(scene.agent, scene.path);
  await page.getByText('On Saturday?').last().waitFor();
  scene.deliver({ subject: 'The keys', text: 'They are at your office.' });
  await page.getByText('They are at your office.').last().waitFor();
  await page.getByText('New message from Ann Archer: The keys').waitFor();
  await page.getByRole('heading', { name: 'Subject: The keys' }).waitFor();
});

test('mail that is seen becomes read in Gmail, mail marked unread in Gmail is so here, and stays so', async () => {
  const scene = await aChatScene(stage());
  const { id } = scene.deliver({ subject: 'Boiler', text: 'It is cold.' });
  await scene.stored(1);
  const labels = () => [...scene.account.message(id).labels];
  const page = await stage().open(scene.agent, scene.path);
  await page.getByText('New', { exact: true }).waitFor();
  await eventually('it is read in Gmail', () => !labels().includes('UNREAD'));
  await page.getByText('New', { exact: true }).waitFor({ state: 'detached' });
  scene.account.modify(id, { add: ['UNREAD'] });
  await page.getByText('New', { exact: true }).waitFor();
  const more = page.waitForRequest(/markConversationRead/, { timeout: 2_500 }).catch(() => 'none');
  expect(await more).toBe('none');
  expect(labels()).toContain('UNREAD');
});

test('a conversation can be marked as unread, and is not read again until it is opened again', async () => {
  const scene = await aChatScene(stage(), {
    mails: ({ contact, agent }) => [{ from: contact, to: agent, text: 'It is cold.', labelIds: ['INBOX'] }],
  });
  const [message] = scene.account.messages();
  const labels = () => [...scene.account.message(message?.id ?? '').labels];
  const page = await stage().open(scene.agent, scene.path);
  await page.getByRole('button', { name: 'More about this conversation' }).click();
  await page.getByRole('menuitem', { name: 'Mark as unread' }).click();
  await eventually('it is unread in Gmail', () => labels().includes('UNREAD'));
  await page.getByText('New', { exact: true }).waitFor();
  const again = page.waitForRequest(/markConversationRead/, { timeout: 2_500 }).catch(() => 'none');
  expect(await again).toBe('none');
  await page.reload();
  await eventually('it is read once it is opened again', () => !labels().includes('UNREAD'));
});

test('marked as unread while it is still being marked as read, a conversation ends as unread', async () => {
  const scene = await aChatScene(stage());
  const { id } = scene.deliver({ subject: 'Boiler', text: 'It is cold.' });
  await scene.stored(1);
  const page = await stage().open(scene.agent, '/inbox');
  const slow = Promise.withResolvers<void>();
  const asked: boolean[] = [];
  await page.route('**/api/markConversationRead', async (route) => {
    const read = /"read":true/.test(route.request().postData() ?? '');
    asked.push(read);
    if (read) await slow.promise;
    await route.continue();
  });
  await page.goto(new URL(scene.path, page.url()).href);
  await eventually('it is being marked as read', () => asked.length === 1);
  const next = page.waitForRequest(/markConversationRead/, { timeout: 1_000 }).catch(() => 'none');
  await page.getByRole('button', { name: 'More about this conversation' }).click();
  await page.getByRole('menuitem', { name: 'Mark as unread' }).click();
  expect(await next).toBe('none');
  slow.resolve();
  await page.getByText(/^Marked as unread/).waitFor();
  expect(asked).toEqual([true, false]);
  await eventually('it is unread in Gmail', () => scene.account.message(id).labels.has('UNREAD'));
});

test('Fetch History brings older mail, tells how much, and then that there is no more', async () => {
  const scene = await aChatScene(stage(), {
    isKnown: false,
    mails: ({ contact, agent }) =>
      [1, 2, 3].map((number) => ({
        from: contact,
        to: agent,
        subject: `Older ${number}`,
        text: `Older mail ${number}.`,
        date: new Date(Date.now() - number * 86_400_000),
        labelIds: ['INBOX'],
      })),
  });
  scene.deliver({ subject: 'News', text: 'This is new.' });
  await scene.stored(1);
  const page = await stage().open(scene.agent, scene.path);
  await page.getByText('This is new.').last().waitFor();
  expect(await page.getByText('Older mail 1.').count()).toBe(0);
  await page.getByRole('button', { name: 'Fetch History' }).click();
  await page.getByText('3 older messages added.').waitFor();
  await page.getByText('Older mail 3.').last().waitFor();
  await page.getByRole('button', { name: 'Fetch History' }).click();
  await page.getByText('Nothing older was found.').waitFor();
  await page.getByRole('button', { name: 'Put away' }).press('Enter');
  await page.getByText('Nothing older was found.').waitFor({ state: 'detached' });
  const chat = page.getByRole('region', { name: 'Conversation', exact: true });
  expect(await chat.evaluate((element) => element === document.activeElement)).toBe(true);
});

test('a look for older mail that fails says why, and can be made again', async () => {
  const scene = await aChatScene(stage(), { isKnown: false });
  scene.deliver({ subject: 'News', text: 'This is new.' });
  await scene.stored(1);
  const page = await stage().open(scene.agent, scene.path);
  stage().complaints.tolerate(/status of 503/);
  await page.getByText('This is new.').last().waitFor();
  const error = { status: 'UNAVAILABLE', message: 'Gmail gives no answer at the moment. Try again.' };
  await page.route('**/api/fetchContactHistory', (route) => route.fulfill({ status: 503, json: { error } }), {
    times: 1,
  });
  await page.getByRole('button', { name: 'Fetch History' }).click();
  await page.getByText('Gmail gives no answer at the moment.').waitFor();
  await checkAccessibility(page);
  await page.getByRole('button', { name: 'Try again' }).press('Enter');
  await page.getByText('Nothing older was found.').waitFor();
});

test('an agent who is taken out of a location no longer sees what is open of it', async () => {
  const chat = await plantChat(stage(), [{ text: 'A secret.' }]);
  const other = await stage().tenants.location('Nordhaus');
  const { uid, email } = chat.agent;
  await stage().tenants.agent([chat.agent.locationId, other], { uid, email });
  const page = await stage().open(chat.agent, chat.path);
  await page.getByText('A secret.').waitFor();
  await stage().tenants.agent([other], { uid, email });
  await page.getByText('A secret.').waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'There is no such conversation' }).waitFor();
});

test('older messages come page by page, and what is read stays where it is', async () => {
  const chat = await plantChat(
    stage(),
    Array.from({ length: 75 }, (_, index) => ({
      text: `Message ${index}.\n${'More words.\n'.repeat(index % 5)}`,
    })),
  );
  const page = await stage().open(chat.agent, chat.path);
  await page.getByText('Message 74.').waitFor();
  expect(await page.getByText('Message 44.').count()).toBe(0);
  const scroller = page.getByRole('region', { name: 'Messages' });
  const anchor = page.getByText('Message 45.');
  await scroller.evaluate((element) => {
    element.scrollTop = 0;
  });
  await page.getByText('Message 15.').waitFor({ state: 'attached' });
  expect(Math.abs((await topOf(anchor)) - (await topOf(scroller)))).toBeLessThan(200);
  await scroller.evaluate((element) => {
    element.scrollTop = 0;
  });
  await page.getByText('Message 0.').waitFor({ state: 'attached' });
  expect(await page.getByRole('button', { name: 'Show older messages' }).count()).toBe(0);
});

test('whoever reads above is told of new mail, and not moved', async () => {
  const scene = await aChatScene(stage(), {
    mails: ({ contact, agent }) =>
      Array.from({ length: 20 }, (_, index) => ({
        from: contact,
        to: agent,
        text: `Message ${index}.\n${'More words.\n'.repeat(6)}`,
        labelIds: ['INBOX'],
        date: new Date(Date.now() - (21 - index) * 60_000),
      })),
  });
  const page = await stage().open(scene.agent, scene.path);
  await page.getByText('Message 19.').last().waitFor();
  const scroller = page.getByRole('region', { name: 'Messages' });
  await scroller.hover();
  await page.mouse.wheel(0, -1_500);
  await eventually('it has moved', () =>
    scroller.evaluate((element) => element.scrollHeight - element.clientHeight - element.scrollTop > 1_000),
  );
  scene.deliver({ subject: 'News', text: 'This is new.' });
  const pill = page.getByRole('button', { name: '1 new message' });
  await pill.waitFor();
  const news = scroller.getByText('This is new.');
  expect(await isInSight(news, scroller)).toBe(false);
  await pill.click();
  await eventually('it is in sight', () => isInSight(news, scroller));
  await pill.waitFor({ state: 'detached' });
});

test('a conversation that is foreign, missing or misspelt is the same to whoever asks', async () => {
  const theirs = await plantChat(stage(), [{ text: 'A secret.' }]);
  const agent = await stage().agent();
  for (const path of [theirs.path, `/inbox/${'x'.repeat(27)}`, '/inbox/nothing']) {
    const page = await stage().open(agent, path);
    await page.getByRole('heading', { name: 'There is no such conversation' }).waitFor();
    expect(await page.getByText('A secret.').count()).toBe(0);
  }
});

test.each(['light', 'dark'] as const)('everybody can use it, in %s', async (colorScheme) => {
  const chat = await plantChat(stage(), [
    { text: 'See https://www.homes.example/flat and write to ann@example.com.', read: false },
    { direction: 'outbound', text: 'Thank you.' },
    {
      html: '<p>Hello <a href="https://x.example">there</a></p><img src="https://x.example/a.png">',
      attachments: [
        {
          attachmentId: '1',
          filename: 'a.pdf.exe',
          mimeType: 'application/pdf',
          size: 9,
          contentId: null,
          inline: false,
        },
        {
          attachmentId: '2',
          filename: 'b.pdf',
          mimeType: 'application/pdf',
          size: 30e6,
          contentId: null,
          inline: false,
        },
      ],
    },
  ]);
  const page = await stage().open(chat.agent, chat.path, { colorScheme });
  await page.getByRole('button', { name: 'Show images' }).waitFor();
  await page.getByRole('button', { name: 'Details' }).first().click();
  await checkAccessibility(page);
});

test('all of it can be done with the keyboard', async () => {
  const chat = await plantChat(stage(), [{ text: 'First.' }]);
  const page = await stage().open(chat.agent, chat.path);
  await page.getByText('First.').waitFor();
  const menu = page.getByRole('button', { name: 'More about this message' });
  await menu.focus();
  await page.keyboard.press('Enter');
  const reply = page.getByRole('menuitem', { name: 'Reply to this' });
  await eventually('the first of it has the focus', () => hasFocus(reply));
  await page.keyboard.press('Escape');
  await reply.waitFor({ state: 'hidden' });
  await eventually('the button has it again', () => hasFocus(menu));
  await page.getByRole('button', { name: 'Details' }).focus();
  await page.keyboard.press('Space');
  await page.getByText('Subject', { exact: true }).waitFor();
});

const hasFocus = (place: Locator): Promise<boolean> => place.evaluate((element) => element.matches(':focus'));

const topOf = async (place: Locator): Promise<number> => (await place.boundingBox())?.y ?? Number.NaN;

async function isInSight(place: Locator, inside: Locator): Promise<boolean> {
  const [box, room] = [await place.boundingBox(), await inside.boundingBox()];
  return Boolean(box && room && box.y >= room.y && box.y + box.height <= room.y + room.height);
}
