import type { Page, Request } from 'playwright-core';
import { z } from 'zod';
import { eventually } from '../eventually.ts';
import type { Account } from '../gmail/account.ts';
import type { BrowserStage } from './browserStage.ts';
import { aChatScene } from './chatScene.ts';

/** A contact has asked something; the page shows it. */
export async function aQuestion(stage: BrowserStage) {
  const scene = await aChatScene(stage, {
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
  const page = await stage.open(scene.agent, scene.path);
  return { ...scene, page };
}

export const textOf = (page: Page) => page.getByRole('textbox', { name: 'Message' });

export async function answer(page: Page, words: string): Promise<void> {
  await page.getByRole('button', { name: 'Write to Ann Archer' }).click();
  await textOf(page).waitFor();
  await page.keyboard.type(words);
}

export const sentBy = (account: Account) =>
  account.messages().filter(({ labelIds }) => labelIds.includes('SENT'));

export const sent = (account: Account) =>
  eventually('it is sent', () => {
    const [first] = sentBy(account);
    return first && { ...first, raw: account.message(first.id).raw.toString() };
  });

const Call = z.object({ data: z.object({ requestId: z.string() }) });

/** What the page has asked for, by the ids under which it has. */
export function requestsOf(page: Page) {
  const requests: { readonly requestId: string; readonly body: string }[] = [];
  page.on('request', (request: Request) => {
    if (!request.url().endsWith('/api/sendMessage')) return;
    const body = request.postData() ?? '';
    requests.push({ body, requestId: Call.parse(JSON.parse(body)).data.requestId });
  });
  return requests;
}

export const API = '**/api/sendMessage';

/** As if it had been kept otherwise. */
export async function changeDraft(page: Page, change: (draft: string) => string): Promise<void> {
  const drafts = await page.evaluate(() =>
    Object.entries(localStorage).filter(([key]) => key.startsWith('draft')),
  );
  const changed = drafts.map(([key, draft]): [string, string] => [key, change(String(draft))]);
  if (changed.every(([, draft], index) => draft === drafts[index]?.[1]))
    throw new Error('No draft was changed.');
  await page.evaluate((entries) => {
    for (const [key, draft] of entries) localStorage.setItem(key, draft);
  }, changed);
}

/** The next mail reaches the server, whose answer is lost on its way. */
export const loseAnAnswer = (page: Page): Promise<unknown> =>
  page.route(
    API,
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );

/** Sends an answer that reaches the server, of which the page never hears what became. */
export async function sendUnanswered(page: Page, words: string): Promise<void> {
  const isThere = Promise.withResolvers<void>();
  await page.route(
    API,
    async (route) => {
      await route.fetch();
      isThere.resolve();
    },
    { times: 1 },
  );
  await answer(page, words);
  await page.keyboard.press('Control+Enter');
  await isThere.promise;
}

/** Sends an answer that is on its way until it is let go. */
export async function sendHeldBack(page: Page, words: string): Promise<() => void> {
  const mayGo = Promise.withResolvers<void>();
  await page.route(API, async (route) => {
    await mayGo.promise;
    await route.continue();
  });
  await answer(page, words);
  await page.keyboard.press('Control+Enter');
  await page.getByText('Sending…').waitFor();
  return mayGo.resolve;
}
