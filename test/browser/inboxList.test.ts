import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { conversationConverter } from '../../shared/adapters/firestore/converters/conversation.ts';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import type { LocationId } from '../../shared/domain/ids.ts';
import { browserStage, type StageAgent } from '../support/browser/browserStage.ts';
import { checkAccessibility } from '../support/browser/checkAccessibility.ts';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { aConversation } from '../support/inbox/aConversation.ts';
import { connectThroughConsent } from '../support/stack/connectThroughConsent.ts';

const stage = browserStage();

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const NOON = new Date('2026-11-02T12:00:00Z').getTime();

interface Said {
  readonly name: string;
  readonly email?: string;
  readonly unreadCount?: number;
  /** The later, the higher in the list. */
  readonly minute?: number;
  readonly subject?: string;
  readonly direction?: 'inbound' | 'outbound';
}

/** A contact of the location, and what was said with them last. */
async function plant(locationId: LocationId, { name, email = anAddress('contact'), ...said }: Said) {
  const contact = await stage().tenants.contact(locationId, { name, emails: [email] });
  await say(contact, said);
  return contact;
}

type PlantedContact = Awaited<ReturnType<typeof plant>>;

async function say(contact: PlantedContact, said: Omit<Said, 'name' | 'email'>): Promise<void> {
  const { unreadCount = 0, minute = 0, subject = 'Viewing', direction = 'inbound' } = said;
  const sentAt = new Date(NOON + minute * 60_000);
  const conversation = aConversation(contact, { unreadCount, last: { subject, direction, sentAt } });
  const place = paths.conversation(stage().db, conversation.conversationId);
  await place.set(conversationConverter.write(conversation));
}

/** Three, of whom Cleo wrote last. */
async function three(locationId: LocationId) {
  const ann = await plant(locationId, { name: 'Ann Archer', minute: 1 });
  const ben = await plant(locationId, { name: 'Ben Carter', minute: 2, unreadCount: 2 });
  const cleo = await plant(locationId, { name: 'Cleo Dubois', minute: 3 });
  return { ann, ben, cleo };
}

const list = (page: Page) => page.getByRole('list', { name: 'Conversations' });
const row = (page: Page, name: string) => list(page).getByRole('link', { name });
const focusedName = (page: Page) =>
  page.evaluate(() => document.activeElement?.querySelector('.row-link__name')?.textContent ?? '');

/** Waits until these are listed, and nobody else, in this order. */
const lists = (page: Page, names: readonly string[]) =>
  eventually(`the list is ${names.join(', ')}`, async () => {
    const shown = await page.locator('[data-row] .row-link__name').allInnerTexts();
    return JSON.stringify(shown) === JSON.stringify(names);
  });

const focuses = (page: Page, name: string) =>
  eventually(`${name} has the focus`, async () => (await focusedName(page)) === name);

describe('the list of conversations', () => {
  test('moves a conversation to the top as its mail comes in, and says that it is unread', async () => {
    const agent = await stage().agent();
    const account = stage().stack.gmail.addAccount({ address: agent.email });
    const [ann, ben] = [anAddress('ann'), anAddress('ben')];
    await stage().tenants.contact(agent.locationId, { name: 'Ann Archer', emails: [ann] });
    await stage().tenants.contact(agent.locationId, { name: 'Ben Carter', emails: [ben] });
    await connectThroughConsent(stage().stack, agent);
    const deliver = (from: string, subject: string) =>
      account.deliver({ from, to: agent.email, subject, text: 'Is it still free?' });
    deliver(ann, 'The flat');
    const page = await stage().open(agent, '/inbox');
    await lists(page, ['Ann Archer']);
    deliver(ben, 'The keys');
    await lists(page, ['Ben Carter', 'Ann Archer']);
    deliver(ann, 'And the garage');
    await lists(page, ['Ann Archer', 'Ben Carter']);
    await row(page, 'Ann Archer 2 unread').getByText('And the garage').waitFor();
    await eventually('the title counts them', async () => (await page.title()) === '(3) Inbox');
    await page.getByRole('status').getByText('New mail. 3 mails unread.').waitFor({ state: 'attached' });
  });

  test('shows of each who, what, when, and whose turn it is', async () => {
    const agent = await stage().agent();
    await plant(agent.locationId, { name: 'Zoë \u202EAbc', subject: 'Our offer', direction: 'outbound' });
    await plant(agent.locationId, { name: '', email: 'nameless@example.com', minute: 1, subject: '' });
    const page = await stage().open(agent, '/inbox');
    await row(page, 'Zoë Abc').getByText('You: Is it still free?').waitFor();
    await row(page, 'nameless@example.com').getByText('No subject').waitFor();
    expect(await row(page, 'Zoë Abc').locator('time').getAttribute('datetime')).toBe(
      '2026-11-02T12:00:00.000Z',
    );
  });

  test('loads page after page as one goes down, and has each conversation once', async () => {
    const agent = await stage().agent();
    const count = 130;
    await Promise.all(
      Array.from({ length: count }, (_, index) =>
        plant(agent.locationId, { name: `Contact ${index}`, minute: -Math.floor(index / 4) }),
      ),
    );
    const page = await stage().open(agent, '/inbox');
    await page.locator('[data-row] a').first().focus();
    const seen = new Set<string>();
    await eventually('all were seen', async () => {
      for (const id of await page
        .locator('[data-row]')
        .evaluateAll((rows) => rows.map((each) => each.getAttribute('data-row') ?? '')))
        seen.add(id);
      await page.keyboard.press('PageDown');
      return seen.size === count;
    });
    await page.keyboard.press('End');
    await page.locator(`[aria-posinset="${count}"][aria-setsize="${count}"]`).waitFor();
  });

  test('says how to begin where no mailbox is connected', async () => {
    const page = await stage().open(await stage().agent(), '/inbox');
    await page.getByRole('heading', { name: 'Connect Gmail to begin' }).waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Connect Gmail' }).click();
    await page.waitForURL('**/settings');
  });

  test('never has what another location has', async () => {
    const [olivia, paul] = [await stage().agent(), await stage().agent({ name: 'Paul Stone' })];
    await plant(olivia.locationId, { name: 'Ann of Olivia' });
    await plant(paul.locationId, { name: 'Ben of Paul' });
    const [hers, his] = [await stage().open(olivia, '/inbox'), await stage().open(paul, '/inbox')];
    await lists(hers, ['Ann of Olivia']);
    await lists(his, ['Ben of Paul']);
    await hers.goto(`${stage().url}/inbox?location=${paul.locationId}`);
    await lists(hers, ['Ann of Olivia']);
  });
});

describe('what is listed', () => {
  test('is what is unread, over a reload and back, and what one reads stays until one leaves it', async () => {
    const agent = await stage().agent();
    const { ben } = await three(agent.locationId);
    const page = await stage().open(agent, '/inbox');
    await lists(page, ['Cleo Dubois', 'Ben Carter', 'Ann Archer']);
    await page.getByRole('link', { name: 'Unread', exact: true }).click();
    await lists(page, ['Ben Carter']);
    await page.reload();
    await lists(page, ['Ben Carter']);
    await row(page, 'Ben Carter').click();
    await page.waitForURL(/\/inbox\/[\w-]+\?unread=1$/);
    await say(ben, { unreadCount: 0, minute: 2 });
    await row(page, 'Ben Carter').and(page.locator(':not(.row-link--unread)')).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Everything is read' }).waitFor();
    await page.getByRole('link', { name: 'Show all conversations' }).click();
    await lists(page, ['Cleo Dubois', 'Ben Carter', 'Ann Archer']);
  });

  test('is one location of several, if one wants it', async () => {
    const [north, south] = [await stage().tenants.location('North'), await stage().tenants.location('South')];
    const agent = await stage().agent({ locations: [north, south] });
    await plant(north, { name: 'Ann Archer', minute: 1 });
    await plant(south, { name: 'Ben Carter' });
    const page = await stage().open(agent, '/inbox');
    await lists(page, ['Ann Archer', 'Ben Carter']);
    await row(page, 'Ben Carter').getByText('South').waitFor();
    await page.getByLabel('Location').selectOption({ label: 'South' });
    await lists(page, ['Ben Carter']);
    expect(new URL(page.url()).searchParams.get('location')).toBe(south);
    await page.reload();
    await lists(page, ['Ben Carter']);
    await page.goBack();
    await lists(page, ['Ann Archer', 'Ben Carter']);
  });
});

describe('the search', () => {
  const found = (page: Page) => page.getByRole('list', { name: 'Contacts that were found' });
  const search = (page: Page) => page.getByRole('searchbox');

  async function aSearch(): Promise<{ page: Page; agent: StageAgent }> {
    const agent = await stage().agent();
    await plant(agent.locationId, { name: 'Jürgen Müller', email: 'jm@studio-north.example' });
    await plant(agent.locationId, { name: 'Ann Archer', minute: 1 });
    await stage().tenants.contact(agent.locationId, {
      name: 'Noor Nguyen',
      emails: ['noor.nguyen@example.com'],
    });
    return { agent, page: await stage().open(agent, '/inbox') };
  }

  test('finds somebody by any word of their name or address, however it is written', async () => {
    const { page } = await aSearch();
    for (const [typed, name] of [
      ['muller', 'Jürgen Müller'],
      ['MÜL jür', 'Jürgen Müller'],
      ['jm@studio-north.example', 'Jürgen Müller'],
      ['studio-n', 'Jürgen Müller'],
      ['nguy', 'Noor Nguyen'],
    ] as const) {
      await search(page).fill(typed);
      await found(page).getByRole('link', { name }).waitFor();
      await page.getByRole('status').getByText('1 contact found').waitFor();
      expect(await found(page).getByRole('link').count()).toBe(1);
    }
  });

  test('leads to the conversation, and to the contact where there is none', async () => {
    const { page } = await aSearch();
    await search(page).fill('noor');
    await found(page).getByRole('link', { name: 'Noor Nguyen' }).getByText('No mail yet').click();
    await page.waitForURL('**/contacts/contact-*');
    await page.goBack();
    await search(page).fill('ann');
    await found(page).getByRole('link', { name: 'Ann Archer' }).click();
    await page.waitForURL(/\/inbox\/[\w-]{27}$/);
  });

  test('says what to do where it finds nobody, and is ended by Escape', async () => {
    const { page } = await aSearch();
    await search(page).fill('nobody at all');
    await page.getByRole('heading', { name: 'No contact found' }).waitFor();
    await page.getByText('or add them as a contact').waitFor();
    await page.keyboard.press('Escape');
    await lists(page, ['Ann Archer', 'Jürgen Müller']);
    await focuses(page, 'Ann Archer');
  });
});

describe('by the keyboard alone', () => {
  test('one goes through the list, opens a conversation, and finds a contact', async () => {
    const agent = await stage().agent();
    await three(agent.locationId);
    const page = await stage().open(agent, '/inbox');
    await lists(page, ['Cleo Dubois', 'Ben Carter', 'Ann Archer']);
    await page.keyboard.press('/');
    await page.keyboard.type('ann');
    await page.getByRole('list', { name: 'Contacts that were found' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await focuses(page, 'Ann Archer');
    await page.keyboard.press('/');
    await page.keyboard.press('Escape');
    await focuses(page, 'Cleo Dubois');
    for (const [key, name] of [
      ['ArrowDown', 'Ben Carter'],
      ['j', 'Ann Archer'],
      ['j', 'Ann Archer'],
      ['k', 'Ben Carter'],
      ['ArrowUp', 'Cleo Dubois'],
      ['End', 'Ann Archer'],
      ['Home', 'Cleo Dubois'],
    ] as const) {
      await page.keyboard.press(key);
      await focuses(page, name);
    }
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.locator('[aria-current="page"]').getByText('Ben Carter').waitFor();
  });

  test('the focus stays with its row while that moves to the top', async () => {
    const agent = await stage().agent();
    const { ann } = await three(agent.locationId);
    const page = await stage().open(agent, '/inbox');
    await lists(page, ['Cleo Dubois', 'Ben Carter', 'Ann Archer']);
    await row(page, 'Ann Archer').focus();
    await say(ann, { minute: 10, unreadCount: 1 });
    await lists(page, ['Ann Archer', 'Cleo Dubois', 'Ben Carter']);
    await focuses(page, 'Ann Archer');
    await page.keyboard.press('j');
    await focuses(page, 'Cleo Dubois');
  });
});

test('on a phone there is one of the two, and the list is where it was when one comes back', async () => {
  const agent = await stage().agent();
  for (let index = 0; index < 20; index += 1)
    await plant(agent.locationId, { name: `Contact ${index}`, minute: -index });
  const page = await stage().open(agent, `/inbox?location=${agent.locationId}`, PHONE);
  await row(page, 'Contact 0').waitFor();
  await row(page, 'Contact 9').scrollIntoViewIfNeeded();
  const before = await page.locator('.row-list').evaluate((element) => element.scrollTop);
  expect(before).toBeGreaterThan(0);
  await row(page, 'Contact 9').tap();
  await page.getByRole('link', { name: 'Back to the list' }).waitFor();
  expect(await list(page).isVisible()).toBe(false);
  await page.getByRole('link', { name: 'Back to the list' }).tap();
  await row(page, 'Contact 9').waitFor();
  expect(await page.locator('.row-list').evaluate((element) => element.scrollTop)).toBe(before);
  expect(new URL(page.url()).searchParams.get('location')).toBe(agent.locationId);
});

test('what came in while one was offline is there once one is back', async () => {
  stage().complaints.tolerate(/ERR_INTERNET_DISCONNECTED|WebChannelConnection|cleardot\.gif|Could not reach/);
  const agent = await stage().agent();
  const { ann } = await three(agent.locationId);
  const page = await stage().open(agent, '/inbox');
  await lists(page, ['Cleo Dubois', 'Ben Carter', 'Ann Archer']);
  await page.context().setOffline(true);
  await page.getByText('You are offline').first().waitFor();
  await say(ann, { minute: 20, unreadCount: 1 });
  await lists(page, ['Cleo Dubois', 'Ben Carter', 'Ann Archer']);
  await page.context().setOffline(false);
  await lists(page, ['Ann Archer', 'Cleo Dubois', 'Ben Carter']);
});

test.each(['light', 'dark'] as const)('keeps nobody out, in %s colours', async (colorScheme) => {
  const agent = await stage().agent();
  await three(agent.locationId);
  const page = await stage().open(agent, '/inbox?unread=1', { colorScheme });
  await lists(page, ['Ben Carter']);
  await checkAccessibility(page);
  await page.getByRole('searchbox').fill('cleo');
  await page.getByText('1 contact found').waitFor();
  await checkAccessibility(page);
  await page.getByRole('searchbox').fill('nobody');
  await page.getByRole('heading', { name: 'No contact found' }).waitFor();
  await checkAccessibility(page);
});
