import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { browserStage } from '../support/browser/browserStage.ts';
import { checkAccessibility } from '../support/browser/checkAccessibility.ts';
import { eventually } from '../support/eventually.ts';
import { readHostingConfig } from '../support/hosting/hostingConfig.ts';

const stage = browserStage();

/** The value of a header in firebase.json, of the entry that is for this path alone or for a pattern. */
function configured(source: string, key: string): string {
  const entry = readHostingConfig().headers.find((each) => each.source === source);
  const header = entry?.headers.find((each) => each.key === key);
  if (!header) throw new Error(`firebase.json sets no ${key} for ${source}`);
  return header.value;
}

const headersOf = async (path: string): Promise<Headers> => {
  const response = await fetch(stage().url + path);
  expect(response.status).toBe(200);
  await response.body?.cancel();
  return response.headers;
};

/** The first script of the page, at the address that the build gave it. */
const scriptOf = async (): Promise<string> => {
  const html = await (await fetch(stage().url)).text();
  const [, path] = /<script type="module" src="([^"]+)"/.exec(html) ?? [];
  if (path === undefined) throw new Error('The page names no script');
  return path;
};

describe('what Hosting serves', () => {
  test.each(['/', '/c/anything', '/settings'])('is the app at %s, never from a cache', async (path) => {
    const headers = await headersOf(path);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('content-security-policy')).toBe(
      configured('!/@(api|mail|__)/**', 'Content-Security-Policy'),
    );
  });

  test('is the app’s script, for ever', async () => {
    const headers = await headersOf(await scriptOf());
    expect(headers.get('content-type')).toMatch(/javascript/);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  test.each(['/mail/closed.html', '/mail/images.html'])(
    'is %s, in which no script runs, framed by the app alone',
    async (path) => {
      const policy = (await headersOf(path)).get('content-security-policy');
      expect(policy).toBe(configured(path, 'Content-Security-Policy'));
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'self'");
      expect(policy).not.toMatch(/script-src|allow-scripts|allow-forms/);
    },
  );

  test.each(['/', '/mail/closed.html', '/robots.txt'])(
    'has at %s the headers of everything',
    async (path) => {
      const headers = await headersOf(path);
      for (const key of [
        'X-Content-Type-Options',
        'Referrer-Policy',
        'Permissions-Policy',
        'Strict-Transport-Security',
      ])
        expect([key, headers.get(key)]).toEqual([key, configured('**', key)]);
      // Not below /__/, where Google's sign-in window has to find who opened it.
      const opener = 'Cross-Origin-Opener-Policy';
      expect(headers.get(opener)).toBe(configured('!/__/**', opener));
    },
  );

  test.each(['/assets/old-12345678.js', '/mail/none.html', '/api/none'])(
    'is nothing at %s, and not the app in its place',
    async (path) => {
      const response = await fetch(stage().url + path);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('There is nothing here');
    },
  );
});

describe('the app', () => {
  test('greets somebody who has not signed in, and keeps nobody out', async () => {
    const page = await stage().open(undefined);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await checkAccessibility(page);
  });

  test('shows an agent who has signed in their contacts, as Firestore tells them', async () => {
    const agent = await stage().agent();
    await stage().tenants.contact(agent.locationId, { name: 'Chloé Dubois' });
    const page = await stage().open(agent, '/contacts');
    await page.getByText('Chloé Dubois').first().waitFor();
    await stage().tenants.contact(agent.locationId, { name: 'David Okafor' });
    await page.getByText('David Okafor').first().waitFor();
  });

  test('shows nothing of a location any longer once it is taken from the agent', async () => {
    const agent = await stage().agent();
    const { contactId } = await stage().tenants.contact(agent.locationId, { name: 'Chloé Dubois' });
    const page = await stage().open(agent, `/contacts/${contactId}`);
    await page.getByRole('heading', { name: 'Chloé Dubois' }).waitFor();
    await stage().tenants.agent([await stage().tenants.location()], agent);
    await page.getByRole('heading', { name: 'There is no such contact' }).waitFor();
  });

  test('goes on by itself once whoever was no agent is made one', async () => {
    const agent = await stage().agent();
    await stage().tenants.forget({ ...agent, locationIds: agent.locations });
    const page = await stage().open(agent);
    await page.getByRole('heading', { name: 'You are not an agent yet' }).waitFor();
    await checkAccessibility(page);
    await stage().tenants.agent(agent.locations, agent);
    await page.getByRole('link', { name: 'Inbox', exact: true }).waitFor();
  });

  test('says so where the server does not answer, and starts once it does', async () => {
    const agent = await stage().agent();
    const page = await stage().open(agent, '/robots.txt');
    let goOn = () => {};
    const silent = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await page.route(/google\.firestore\.v1\.Firestore/, async (route) => {
      await silent;
      await route.continue();
    });
    await page.goto(`${stage().url}/contacts`);
    await page.getByRole('heading', { name: 'Still connecting…' }).waitFor();
    await checkAccessibility(page);
    goOn();
    await page.getByRole('link', { name: 'Contacts', exact: true }).waitFor();
  });

  test('moves the focus into the screen that was chosen, from the first time on', async () => {
    const page = await stage().open(await stage().agent(), '/inbox');
    await page.getByRole('link', { name: 'Settings', exact: true }).press('Enter');
    await page.getByRole('heading', { name: 'Connect your Gmail' }).waitFor();
    await eventually('the screen has the focus', () =>
      page.evaluate("document.querySelector('main').contains(document.activeElement) || undefined"),
    );
  });

  test('says that there is no page at an address that means nothing, and goes on elsewhere', async () => {
    const page = await stage().open(await stage().agent(), '/contacts');
    await page.getByRole('link', { name: 'Inbox', exact: true }).waitFor();
    await page.evaluate(
      "history.pushState(null, '', '/contacts/%zz'); dispatchEvent(new PopStateEvent('popstate'))",
    );
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await checkAccessibility(page);
    await page.getByRole('link', { name: 'Contacts', exact: true }).click();
    await page.getByRole('heading', { name: 'Choose a contact' }).waitFor();
  });

  test('keeps everything around a screen that fails, and tells of it', async () => {
    const page = await stage().open(await stage().agent(), '/robots.txt');
    stage().complaints.tolerate(/broken here/);
    await page.route(/\/MissingMail-\w+\.js/, (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: "export function MissingMail() { throw new Error('broken here'); }",
      }),
    );
    await page.goto(`${stage().url}/missing`);
    await page.getByRole('heading', { name: 'Something went wrong on this page' }).waitFor();
    await checkAccessibility(page);
    await page.getByRole('link', { name: 'Contacts', exact: true }).click();
    await page.getByRole('heading', { name: 'Choose a contact' }).waitFor();
    expect(await page.getByText('Something went wrong').count()).toBe(0);
  });

  test('calls the functions on its own origin', async () => {
    const { idToken, locationId } = await stage().agent();
    const response = await fetch(`${stage().url}/api/getSyncStatus`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${idToken}` },
      body: '{"data": {}}',
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ result: { mailboxes: [], locations: [{ locationId }] } });
  });
});

describe('a page that does what it must not', () => {
  test.each([
    [
      'a style of its own',
      "document.head.append(Object.assign(document.createElement('style'), { textContent: 'p {}' }))",
      /style-src/,
    ],
    [
      'a script of its own',
      "document.head.append(Object.assign(document.createElement('script'), { text: '1' }))",
      /script-src/,
    ],
    ['a request elsewhere', "fetch('https://elsewhere.example/').catch(() => {})", /connect-src/],
    [
      'an error that nobody catches',
      "setTimeout(() => { throw new Error('uncaught here') })",
      /uncaught here/,
    ],
    ['an error on the console', "console.error('said here')", /said here/],
  ])('is found out: %s', async (_, script, complaint) => {
    const page = await stage().open(undefined);
    await page.evaluate(script);
    const found: string[] = [];
    await eventually('it is found', async () => {
      found.push(...stage().complaints.take());
      return found.some((each) => complaint.test(each));
    });
    expect(found.join()).toMatch(complaint);
  });
});

describe('a mail', () => {
  /** As the app shows it: in a frame whose page it fills. */
  const show = async (page: Page, frame: string, html: string) => {
    await page.evaluate(`new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-same-origin allow-popups allow-popups-to-escape-sandbox');
      frame.src = ${JSON.stringify(frame)};
      frame.onload = () => {
        frame.contentDocument.body.innerHTML = ${JSON.stringify(html)};
        resolve();
      };
      document.body.append(frame);
    })`);
    return page.frameLocator('iframe');
  };
  const HTML =
    '<p style="color: rgb(255, 0, 0)">Red</p><img src="https://tracker.example/pixel.gif" onerror="document.title = 1">' +
    '<form action="https://elsewhere.example/"><button>Send</button></form><a href="https://elsewhere.example/">Link</a>';

  test('keeps its colours, asks for no image and sends no form', async () => {
    const page = await stage().open(undefined, '/robots.txt');
    const asked: string[] = [];
    page.on('requestfinished', (request) => asked.push(request.url()));
    const mail = await show(page, '/mail/closed.html', HTML);
    expect(await mail.getByText('Red').evaluate((element) => getComputedStyle(element).color)).toBe(
      'rgb(255, 0, 0)',
    );
    await mail.getByRole('button').click();
    expect(asked.filter((url) => !url.startsWith(stage().url))).toEqual([]);
    expect(await page.title()).not.toBe('1');
  });

  test('asks for its images once a person has said so', async () => {
    const page = await stage().open(undefined, '/robots.txt');
    stage().complaints.tolerate(/tracker\.example/);
    const asked = page.waitForRequest('https://tracker.example/pixel.gif');
    await show(page, '/mail/images.html', HTML);
    const request = await asked;
    expect(await request.headerValue('referer')).toBeFalsy();
  });

  test('opens its links in a window that knows nothing of the app', async () => {
    const page = await stage().open(undefined, '/robots.txt');
    stage().complaints.tolerate(/elsewhere\.example|ERR_NAME_NOT_RESOLVED/);
    const mail = await show(page, '/mail/closed.html', HTML);
    const opened = page.waitForEvent('popup');
    await mail.getByText('Link').click();
    const popup = await opened;
    expect(await popup.evaluate(() => window.opener)).toBeNull();
    expect(page.url()).toBe(`${stage().url}/robots.txt`);
  });
});
