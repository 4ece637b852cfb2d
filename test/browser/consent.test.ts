import { test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { browserStage } from '../support/browser/browserStage.ts';
import { checkAccessibility } from '../support/browser/checkAccessibility.ts';
import { callFunction } from '../support/stack/callFunction.ts';

const stage = browserStage();

/** An agent at the page of the simulated Google, with a Gmail account to choose. */
async function atGoogle(): Promise<Page> {
  const agent = await stage().agent();
  stage().stack.gmail.addAccount({ address: agent.email });
  const answer = await callFunction(stage().stack, 'connectGmail', { loginHint: agent.email }, agent.idToken);
  const page = await stage().open(agent);
  await page.goto(z.object({ url: z.url() }).parse(answer).url);
  return page;
}

test('who allows it on Google’s page comes back to the app with a mailbox', async () => {
  const page = await atGoogle();
  await checkAccessibility(page);
  const answered = page.waitForRequest((request) => request.url().includes('gmail=connected'));
  await page.getByRole('button', { name: 'Allow' }).click();
  await answered;
  await page.waitForURL(`${stage().url}/**`);
});

test('who denies it comes back without one', async () => {
  const page = await atGoogle();
  const answered = page.waitForRequest((request) => request.url().includes('gmail=refused'));
  await page.getByRole('button', { name: 'Deny' }).click();
  await answered;
  await page.waitForURL(`${stage().url}/**`);
});
