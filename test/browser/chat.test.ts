import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import { OutboxEntryId } from '../../shared/domain/ids.ts';
import { browserStage } from '../support/browser/browserStage.ts';
import { aChatScene } from '../support/browser/chatScene.ts';
import { checkAccessibility } from '../support/browser/checkAccessibility.ts';
import { plantChat } from '../support/browser/plantChat.ts';
import { eventually } from '../support/eventually.ts';

const stage = browserStage();

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

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
});

test('an attachment is saved with the bytes that were sent, under its name', async () => {
  const content = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 31) % 256));
  const scene = await aChatScene(stage(), {
    mails: ({ contact, agent }) => [
      { from: contact, to: agent, text: 'Here.', attachments: [{ filename: 'plans.zip', content }] },
    ],
  });
  const page = await stage().open(scene.agent, scene.path);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /^Download plans ?\.zip/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('plans.zip');
  expect(await readFile(await download.path())).toEqual(content);
});

test('a picture is shown in a tab of its own, and what Gmail cannot give is told and can be tried again', async () => {
  const scene = await aChatScene(stage(), {
    mails: ({ contact, agent }) => [
      {
        from: contact,
        to: agent,
        text: 'Here.',
        attachments: [{ filename: 'view.png', content: PNG, mimeType: 'image/png' }],
      },
    ],
  });
  const page = await stage().open(scene.agent, scene.path);
  const open = page.getByRole('button', { name: /^Open view ?\.png/ });
  await open.waitFor();
  // A picture that is alone in a tab is laid out by the browser, which our policy does not let it do with styles.
  stage().complaints.tolerate(/status of 400.*getAttachment/, /inline style.*\(blob:/);
  await page.route('**/api/getAttachment', (route) =>
    route.fulfill({
      status: 400,
      contentType: 'application/json',
      body: JSON.stringify({ error: { status: 'FAILED_PRECONDITION', message: 'It was deleted in Gmail.' } }),
    }),
  );
  await open.click();
  await page.getByText('It was deleted in Gmail.').waitFor();
  await page.unroute('**/api/getAttachment');
  const [tab] = await Promise.all([page.context().waitForEvent('page'), open.click()]);
  await tab.waitForURL(/^blob:/);
  expect(await tab.evaluate('document.images[0].naturalWidth')).toBe(1);
  expect(await tab.evaluate('window.opener')).toBeNull();
});

test('a mail that is too long is shown whole once somebody asks', async () => {
  const scene = await aChatScene(stage(), {
    mails: ({ contact, agent }) => [
      {
        from: contact,
        to: agent,
        subject: 'Long',
        text: `${'A line of many.\n'.repeat(16_000)}The very end.`,
      },
    ],
  });
  const page = await stage().open(scene.agent, scene.path);
  await page.getByRole('button', { name: 'Show the whole message' }).click();
  await page.getByRole('button', { name: 'Show all of it' }).click();
  await page.getByText('The very end.').waitFor();
});

test('what is quoted is folded away, in text and in html', async () => {
  const scene = await aChatScene(stage(), {
    mails: ({ contact, agent }) => [
      {
        from: contact,
        to: agent,
        text: 'See you there.\n\nOn Mon, 2 Nov 2026 at 10:00, Olivia Park <o@x.example> wrote:\n> At eleven.',
      },
      {
        from: contact,
        to: agent,
        text: 'Until then.',
        html: '<div>Until then.</div><div><div>Olivia wrote:</div><blockquote>At the front door.</blockquote></div>',
      },
    ],
  });
  const page = await stage().open(scene.agent, scene.path);
  await page.getByText('See you there.').waitFor();
  expect(await page.getByText('At eleven.').count()).toBe(0);
  await page.getByRole('button', { name: 'Show quoted text' }).click();
  await page.getByText('At eleven.').waitFor();
  const mail = page.frameLocator('iframe').first();
  const quoted = mail.getByText('At the front door.');
  await mail.getByText('Until then.').waitFor();
  expect(await quoted.isVisible()).toBe(false);
  await mail.getByText('Quoted text').click();
  await quoted.waitFor();
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

test('what became of a mail at GoHighLevel stands under it, where the location is linked', async () => {
  const chat = await plantChat(stage(), [{ text: 'First.' }, { text: 'Second.' }]);
  const { agent, contact, conversationId, messages } = chat;
  const [first] = messages;
  if (!first) throw new Error('There are two');
  const ghl = {
    ghlLocationId: 'g',
    status: 'linked',
    conversationProviderId: null,
    logHistory: false,
    maxAgeDays: 30,
    createContacts: false,
  };
  const entry = paths.outboxEntry(stage().db, OutboxEntryId.of(first.messageId, contact.contactId));
  const common = {
    locationId: agent.locationId,
    contactId: contact.contactId,
    messageId: first.messageId,
    conversationId,
    sentAt: first.sentAt,
  };
  await entry.set({ ...common, state: 'pending', open: true });
  const page = await stage().open(agent, chat.path);
  await page.getByText('Second.').waitFor();
  expect(await page.getByText('To be logged').count()).toBe(0);
  await stage().db.collection('locations').doc(agent.locationId).update({ ghl });
  await page.getByText('To be logged').waitFor();
  await entry.set({ ...common, state: 'failed', reason: 'refused', open: false });
  await page.getByText('Not logged: It could not be logged. GoHighLevel refused it.').waitFor();
  await entry.set({ ...common, state: 'done', open: false });
  await page.getByText(/^Logged/).waitFor();
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
