import type { Page } from 'playwright-core';
import { z } from 'zod';

const Found = z.object({
  /** What stands in a mail's page that could run, load or lead away. */
  dangerous: z.array(z.string()),
  /** Of the mails' frames, in pixels. */
  tallest: z.number(),
  /** Boxes of the app that are wider inside than outside. */
  overflowing: z.array(z.string()),
  /** Names, subjects and files with characters that turn the line. */
  turning: z.array(z.string()),
});
export type Found = z.output<typeof Found>;

/**
 * Brings each message of the open conversation into sight, the newest first, waits until it is there, and looks at it. As
 * text, for it runs in the page.
 */
export async function readAll(page: Page, count: number): Promise<Found> {
  const messages = page.locator('[data-message]');
  await messages.nth(count - 1).waitFor({ state: 'attached' });
  return Found.parse(await page.evaluate(READ));
}

const READ = `(async () => {
  const found = { dangerous: [], tallest: 0, overflowing: [], turning: [] };
  const frames = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next, 0)));
  // What loads above may push it out of sight once more.
  const untilThere = async (message) => {
    for (let tries = 0; tries < 500; tries += 1) {
      message.scrollIntoView({ block: 'center' });
      if (!message.querySelector('.html-body') || message.querySelector('iframe')?.contentDocument?.head?.querySelector('style')) return;
      await frames();
    }
    throw new Error('A mail is not there in time: ' + message.innerText);
  };
  const SAFE = /^(?:https?:|mailto:|tel:|sms:|#)/i;
  const look = (message) => {
    const place = message.querySelector('.html-body__place');
    if (place) found.tallest = Math.max(found.tallest, place.clientHeight);
    const page = message.querySelector('iframe')?.contentDocument;
    for (const element of page?.body.querySelectorAll('*') ?? []) {
      const told = element.outerHTML.slice(0, 200);
      if (/^(?:script|style|link|meta|base|form|input|button|textarea|select|iframe|frame|object|embed|svg|math|audio|video|source|picture|template|portal)$/i.test(element.localName))
        found.dangerous.push(told);
      for (const { name, value } of element.attributes) {
        const isDangerous =
          /^on|^(?:srcset|ping|background|action|formaction|id|name|srcdoc)$/i.test(name) ||
          (name === 'href' && !SAFE.test(value)) ||
          (name === 'src' && !/^(?:blob:|data:image\\/)/.test(value)) ||
          (name === 'style' && /url|position|\\\\|expression|\\dv[hwbi]/i.test(value));
        if (isDangerous) found.dangerous.push(name + ': ' + told);
      }
    }
  };
  for (const message of [...document.querySelectorAll('[data-message]')].reverse()) {
    await untilThere(message);
    await frames();
    await frames();
    look(message);
    for (const element of [message, ...message.querySelectorAll('.message, .attachments')]) {
      if (element.scrollWidth > element.clientWidth + 1) found.overflowing.push(element.className + ' ' + element.scrollWidth);
    }
  }
  for (const element of [document.documentElement, ...document.querySelectorAll('.chat, .chat__body, .message-list__scroller, .chat-head')]) {
    if (element.scrollWidth > element.clientWidth + 1) found.overflowing.push(element.className + ' ' + element.scrollWidth);
  }
  for (const element of document.querySelectorAll('.message-head, .message-list__subject, .attachments, .chat-head')) {
    if (/[\\u202a-\\u202e\\u2066-\\u2069\\u0000]/.test(element.textContent)) found.turning.push(element.textContent.slice(0, 100));
  }
  return found;
})()`;
