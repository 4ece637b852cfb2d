import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { browserStage } from '../support/browser/browserStage.ts';
import { aChatScene } from '../support/browser/chatScene.ts';
import { plantChat } from '../support/browser/plantChat.ts';
import { DECEPTIONS } from '../support/hostileMails/deceptions.ts';
import { asMail, asPlanted } from '../support/hostileMails/deliverHostile.ts';
import type { HostileMail } from '../support/hostileMails/hostileMail.ts';
import { LAYOUTS } from '../support/hostileMails/layouts.ts';
import { LOADS } from '../support/hostileMails/loads.ts';
import { readAll } from '../support/hostileMails/readAll.ts';
import { SCRIPTS } from '../support/hostileMails/scripts.ts';

const stage = browserStage();

const KINDS: Readonly<Record<string, readonly HostileMail[]>> = {
  'run something': SCRIPTS,
  'load something': LOADS,
  'leave their place': LAYOUTS,
  'be taken for something else': DECEPTIONS,
};

test.each(Object.entries(KINDS))(
  'mails that want to %s do not, once they came through the server',
  async (_, mails) => {
    const scene = await aChatScene(stage(), {
      mails: ({ contact, agent }) =>
        mails.map((mail, index) => asMail(mail, { from: contact, to: agent, index })),
    });
    await scene.stored(mails.length);
    const page = await stage().open(scene.agent, scene.path);
    await expectHarmless(page, mails.length);
  },
  60_000,
);

test.each(Object.entries(KINDS))(
  'mails that want to %s do not, where the server has let them through',
  async (_, mails) => {
    const chat = await plantChat(stage(), mails.map(asPlanted));
    const page = await stage().open(chat.agent, chat.path);
    await expectHarmless(page, mails.length);
  },
  60_000,
);

test.each(['closed', 'images'])(
  'html that is written into the page %s as it is runs nothing, and loads no more than pictures',
  async (name) => {
    const agent = await stage().agent();
    const page = await stage().open(agent, '/inbox');
    // The browser tells of all that it has kept from happening.
    // It does not send what it refuses by itself, such as a filter of another site.
    stage().complaints.tolerate(/^console /, /^request to https:\/\/evil\.example\/f\.svg$/);
    // What pictures do once somebody has asked for them.
    if (name === 'images') stage().complaints.tolerate(/^request to https:\/\/evil\.example\/[\w.]+$/);
    const watched = watch(page);
    await page.evaluate(
      `(async (mails, path) => {
      for (const html of mails) {
        const frame = document.createElement('iframe');
        frame.sandbox = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox';
        frame.src = path;
        document.body.append(frame);
        await new Promise((loaded) => frame.addEventListener('load', loaded, { once: true }));
        frame.contentDocument.body.innerHTML = html;
        const other = frame.cloneNode();
        document.body.append(other);
        await new Promise((loaded) => other.addEventListener('load', loaded, { once: true }));
        other.contentDocument.write(html);
        await new Promise((later) => setTimeout(later, 20));
      }
    })(${JSON.stringify([...SCRIPTS, ...LOADS].map(({ html }) => html))}, '/mail/${name}.html')`,
    );
    await watched.expectNothing();
  },
);

async function expectHarmless(page: Page, count: number): Promise<void> {
  const watched = watch(page);
  // The browser tells of what it has kept from happening while it took the mail apart.
  stage().complaints.tolerate(/Content Security Policy/);
  const found = await readAll(page, count);
  await watched.expectNothing();
  expect(found).toEqual({ dangerous: [], tallest: expect.any(Number), overflowing: [], turning: [] });
  expect(found.tallest).toBeLessThanOrEqual(2_450);
  await page.getByRole('button', { name: 'More about this conversation' }).click({ trial: true });
  await page.getByRole('button', { name: /^Write to|^Draft/ }).click({ trial: true });
}

/** What must not happen besides requests, which the stage itself looks at. */
function watch(page: Page) {
  const happened: string[] = [];
  const at = page.url();
  page.on('dialog', (dialog) => {
    happened.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) happened.push(`led to ${frame.url()}`);
  });
  page.context().on('page', (other) => happened.push(`opened ${other.url()}`));
  return {
    async expectNothing() {
      const hacked = await page.evaluate(
        `[window, ...[...document.querySelectorAll('iframe')].map((each) => each.contentWindow)].some((each) => each.hacked === 1)`,
      );
      expect({ happened, hacked, at: page.url() }).toEqual({ happened: [], hacked: false, at });
    },
  };
}
