import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import { OutboxEntryId } from '../../shared/domain/ids.ts';
import { browserStage } from '../support/browser/browserStage.ts';
import { aChatScene } from '../support/browser/chatScene.ts';
import { checkAccessibility } from '../support/browser/checkAccessibility.ts';
import { plantChat } from '../support/browser/plantChat.ts';
import { eventually } from '../support/eventually.ts';

const stage = browserStage();

/** A button that vanishes leaves the focus at the mail that it was part of. */
const isAtMail = `document.activeElement?.tagName === 'ARTICLE'`;

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

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
  // It has no html, which is asked for first.
  stage().complaints.tolerate(/status of 400.*getAttachment/);
  const page = await stage().open(scene.agent, scene.path);
  await page.getByRole('button', { name: 'Show the whole message' }).press('Enter');
  const rest = page.getByRole('button', { name: 'Show all of it' });
  await page.getByRole('button', { name: 'Show the whole message' }).waitFor({ state: 'detached' });
  expect(await page.evaluate(isAtMail)).toBe(true);
  await rest.press('Enter');
  await page.getByText('The very end.').waitFor();
  expect(await page.evaluate(isAtMail)).toBe(true);
});

test('html that is too long is shown as html once somebody asks', async () => {
  const scene = await aChatScene(stage(), {
    mails: ({ contact, agent }) => [
      {
        from: contact,
        to: agent,
        text: 'Our catalogue.',
        html: `<p>Our <b>catalogue</b></p>${'<p><a href="https://x.example">A thing</a> to buy.</p>'.repeat(8_000)}`,
      },
    ],
  });
  const page = await stage().open(scene.agent, scene.path);
  await page.getByRole('button', { name: 'Show the whole message' }).click();
  await page.frameLocator('iframe').getByText('catalogue').waitFor();
  const rest = page.getByRole('button', { name: 'Show all of it' });
  await rest.press('Enter');
  await rest.waitFor({ state: 'detached' });
  expect(await page.evaluate(isAtMail)).toBe(true);
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
  const messages = page.getByRole('region', { name: 'Messages' });
  await messages.getByText('See you there.').waitFor();
  expect(await messages.getByText('At eleven.').count()).toBe(0);
  await messages.getByRole('button', { name: 'Show quoted text' }).click();
  await messages.getByText('At eleven.').waitFor();
  const mail = page.frameLocator('iframe').first();
  const quoted = mail.getByText('At the front door.');
  await mail.getByText('Until then.').waitFor();
  expect(await quoted.isVisible()).toBe(false);
  await mail.getByText('Quoted text').click();
  await quoted.waitFor();
});

test('pictures of the mail are shown, those of the web when somebody asks, and a link says where it leads', async () => {
  const scene = await aChatScene(stage(), {
    mails: ({ contact, agent }) => [
      {
        from: contact,
        to: agent,
        html:
          '<p><a href="https://elsewhere.example/login">https://www.bank.example/</a></p>' +
          '<img src="cid:view@x" alt="The view"><img src="https://pictures.example/logo.png" alt="A logo">',
        attachments: [{ filename: 'view.png', content: PNG, mimeType: 'image/png', contentId: 'view@x' }],
      },
    ],
  });
  stage().complaints.tolerate(/^request to https:\/\/(pictures|elsewhere)\.example\//);
  const page = await stage().open(scene.agent, scene.path);
  const asked: string[] = [];
  await page.context().route(/^https:/, async (route) => {
    asked.push(route.request().url());
    await route.fulfill({ contentType: 'image/png', body: PNG });
  });
  const mail = page.frameLocator('iframe');
  const width = (alt: string) =>
    mail.getByAltText(alt).evaluate((image) => 'naturalWidth' in image && image.naturalWidth);
  await mail.getByText('(leads to elsewhere.example)').waitFor();
  await eventually('the picture of the mail is there', async () => (await width('The view')) === 1);
  expect(await width('A logo')).toBe(0);
  expect(asked).toEqual([]);
  await page.getByRole('button', { name: 'Show images' }).press('Enter');
  await eventually('the picture of the web is there', async () => (await width('A logo')) === 1);
  expect(await page.evaluate(isAtMail)).toBe(true);
  await eventually('that of the mail still is', async () => (await width('The view')) === 1);
  expect(asked).toEqual(['https://pictures.example/logo.png']);
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    mail.getByText('https://www.bank.example/').click(),
  ]);
  await tab.waitForURL('https://elsewhere.example/login');
  expect(await tab.evaluate('window.opener')).toBeNull();
  expect(await tab.evaluate('document.referrer')).toBe('');
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

test('an invitation is told in the reader’s own time, and what was cancelled as that', async () => {
  const mail =
    (words: string, event: readonly string[], method: string) =>
    ({ agent, contact }: Record<'agent' | 'contact', string>) => ({
      raw: [
        ...[`From: Ann Archer <${contact}>`, `To: ${agent}`, `Subject: ${words}`, 'MIME-Version: 1.0'],
        ...[
          'Content-Type: multipart/alternative; boundary=b',
          '',
          '--b',
          'Content-Type: text/plain',
          '',
          words,
        ],
        ...['--b', `Content-Type: text/calendar; method=${method}; charset=utf-8`, '', 'BEGIN:VCALENDAR'],
        ...['VERSION:2.0', `METHOD:${method}`, 'BEGIN:VEVENT', 'UID:1@x.com', ...event, 'END:VEVENT'],
        ...['END:VCALENDAR', '--b--', ''],
      ].join('\r\n'),
      labelIds: ['INBOX'],
    });
  const viewing = mail(
    'Shall we look at it?',
    [
      ...[
        'SUMMARY:Viewing of the flat',
        'LOCATION:12 Mill Lane',
        'ORGANIZER;CN="Ann Archer":MAILTO:ann@x.com',
      ],
      ...['DTSTART:20261102T110000Z', 'DTEND:20261102T113000Z'],
    ],
    'REQUEST',
  );
  const cancelled = mail(
    'It is let.',
    ['SUMMARY:Viewing of the flat', 'DTSTART;VALUE=DATE:20261102'],
    'CANCEL',
  );
  const scene = await aChatScene(stage(), { mails: (between) => [viewing(between), cancelled(between)] });
  const page = await stage().open(scene.agent, scene.path, { timezoneId: 'Europe/Berlin' });
  const invitation = page.getByRole('region', { name: 'Invitation', exact: true });
  await invitation.waitFor();
  const told = await invitation.textContent();
  expect(told).toContain('Viewing of the flat');
  expect(told).toMatch(/Mon,? 2 November 2026,? 12:00.12:30 CET/);
  expect(told).toContain('12 Mill Lane');
  expect(told).toContain('Organised by Ann Archer');
  await page
    .getByRole('region', { name: 'Cancelled event' })
    .getByText('Mon, 2 November 2026', { exact: true })
    .waitFor();
  await checkAccessibility(page);
});

test('a mail that another mailbox has otherwise, or has no longer, says so as soon as it is so', async () => {
  const chat = await plantChat(stage(), [{ text: 'The price is 100.' }]);
  const page = await stage().open(chat.agent, chat.path);
  await page.getByText('The price is 100.').waitFor();
  const [message] = chat.messages;
  if (!message) throw new Error('There is one');
  const [own] = Object.values(message.copies);
  const copies = paths.message(stage().db, message.messageId);
  await copies.set({ copies: { other: { ...own, differs: true } } }, { merge: true });
  await page.getByText('It reads differently in one of the mailboxes. Compare it in Gmail.').waitFor();
  await copies.set({ copies: { other: { differs: false, deletedAt: new Date() } } }, { merge: true });
  await page.getByText('Deleted in Gmail in one of the mailboxes').waitFor();
  await page.getByText('It reads differently').waitFor({ state: 'detached' });
});
