import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import { ConversationId } from '../../shared/domain/ids.ts';
import type { Contact } from '../../shared/domain/tenancy.ts';
import { anAddress } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { CallableStage } from '../support/stack/callableStage.ts';
import { callFunction } from '../support/stack/callFunction.ts';
import { everyDocument } from '../support/stack/everyDocument.ts';
import { runAdmin } from '../support/stack/runAdmin.ts';

let stage: CallableStage;
let folder: string;
beforeAll(async () => {
  stage = await CallableStage.start();
  folder = await mkdtemp(join(tmpdir(), 'persons-'));
});
afterAll(async () => {
  await Promise.all([stage.stop(), rm(folder, { recursive: true })]);
});

const contacts = (...args: string[]) => runAdmin(stage.stack.env, ['contacts', ...args]);
const addressOf = ({ emails }: Contact) => emails[0] ?? '';

/** An agent with a mail of Ann's, one of Bob's, and one that both have written. */
async function aCorrespondence() {
  const agent = await stage.agents.aLiveAgent();
  const [ann, bob] = [
    await stage.tenants.contact(agent.locationId),
    await stage.tenants.contact(agent.locationId),
  ];
  const mail = (from: string, subject: string, cc?: string) =>
    agent.account.deliver({
      from,
      to: agent.email,
      subject,
      text: `Words of ${subject}`,
      ...(cc !== undefined && { cc }),
      attachments: [{ filename: 'plan.pdf', content: 'bytes of the file' }],
    });
  mail(addressOf(ann), 'Anns own');
  mail(addressOf(bob), 'Bobs own');
  mail(addressOf(ann), 'Of both', addressOf(bob));
  const storedAre = (count: number) =>
    eventually(
      'it is stored',
      async () => (await stage.store.mailbox(agent.mailboxId)).counters.stored === count,
    );
  await storedAre(3);
  return { ...agent, ann, bob, mail, storedAre };
}

const linesOf = (text: string): readonly Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('what is stored of a contact', () => {
  test('is written as JSON lines, with the words of their mail and nobody else’s', async () => {
    const { ann, locationId } = await aCorrespondence();
    const run = await contacts('export', ann.contactId);
    expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('their bytes are in Gmail') });
    const lines = linesOf(run.stdout);
    expect(lines.map(({ kind }) => kind)).toEqual(['contact', 'conversation', 'message', 'message']);
    expect(lines[0]).toMatchObject({ id: ann.contactId, emails: ann.emails, locationId });
    expect(run.stdout).toContain('Words of Anns own');
    expect(run.stdout).toContain('plan.pdf');
    expect(run.stdout).not.toContain('Bobs own');
    expect(run.stdout).not.toContain(Buffer.from('bytes of the file').toString('base64'));
  }, 60_000);

  test('is written to a new file that nobody else may read, found by an address', async () => {
    const { ann, locationId } = await aCorrespondence();
    const output = join(folder, 'ann.jsonl');
    const args = ['export', addressOf(ann), '--location', locationId, '--output', output];
    const run = await contacts(...args, '--json');
    expect(JSON.parse(run.stdout)).toEqual({ contactId: ann.contactId, documents: 4, output });
    expect(linesOf(await readFile(output, 'utf8'))).toHaveLength(4);
    expect((await stat(output)).mode & 0o777).toBe(0o600);
    expect(await contacts(...args)).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(/is there already: name a new file\.\n$/),
    });
  }, 60_000);
});

describe('a contact', () => {
  test('is erased only once that is confirmed; a dry run says what there is', async () => {
    const { ann, locationId } = await aCorrespondence();
    const dry = await contacts('erase', ann.contactId, '--dry-run', '--json');
    expect(JSON.parse(dry.stdout)).toMatchObject({ locationId, messages: 2, conversations: 1, outbox: 0 });
    expect(dry.stderr).toContain('Nothing is erased.');
    const unconfirmed = await contacts('erase', ann.contactId);
    expect(unconfirmed).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('add --yes') });
    expect(await stage.store.messages(locationId)).toHaveLength(3);
  }, 60_000);

  test('is erased, while mail arrives: their mail is gone and does not come back, and others keep theirs', async () => {
    const { ann, bob, mail, storedAre, locationId, mailboxId, idToken } = await aCorrespondence();
    const abroad = await stage.tenants.location();
    const namesake = await stage.tenants.contact(abroad, { emails: [addressOf(ann)] });
    const erasing = contacts('erase', addressOf(ann), '--location', locationId, '--yes', '--json');
    mail(addressOf(bob), 'Meanwhile');
    const run = await erasing;
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ contactId: ann.contactId, removed: 1, kept: 1 });
    expect(run.stderr).toContain('--exclude prevents that');

    mail(addressOf(ann), 'Afterwards');
    mail(addressOf(bob), 'The last one');
    await storedAre(4);
    await callFunction(stage.stack, 'syncNow', { mailboxId }, idToken);
    const subjects = (await stage.store.messages(locationId)).map(({ envelope }) => envelope.subject).sort();
    expect(subjects).toEqual(['Bobs own', 'Meanwhile', 'Of both', 'The last one']);
    const ledger = Object.values(await stage.store.ledger(mailboxId));
    expect(ledger.filter((entry) => entry.state === 'skipped' && entry.reason === 'no-contact')).toHaveLength(
      2,
    );
    expect((await stage.store.mailbox(mailboxId)).counters).toEqual({
      stored: 4,
      skipped: { 'no-contact': 2 },
    });

    const conversations = await stage.store.conversations(locationId);
    const own = ConversationId.of(locationId, bob.contactId);
    expect(conversations).toMatchObject([{ conversationId: own, messageCount: 4 }]);
    const documents = await everyDocument(stage.db);
    expect(documents.filter(({ text, path }) => `${path} ${text}`.includes(ann.contactId))).toEqual([]);
    expect((await paths.contact(stage.db, namesake.contactId).get()).exists).toBe(true);
  }, 90_000);

  test('with --exclude no later contact brings their mail', async () => {
    const { ann, bob, mail, storedAre, locationId } = await aCorrespondence();
    const run = await contacts('erase', ann.contactId, '--exclude', '--yes');
    expect(run).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('1 messages are gone, 1 stay'),
    });
    expect(run.stderr).toContain('Their addresses are excluded');
    await stage.tenants.contact(locationId, { emails: [addressOf(ann)] });
    mail(addressOf(ann), 'Once more');
    mail(addressOf(bob), 'From Bob');
    await storedAre(3);
    const subjects = (await stage.store.messages(locationId)).map(({ envelope }) => envelope.subject);
    expect(subjects).not.toContain('Once more');
  }, 90_000);

  test.each<[string, (locationId: string) => readonly string[], string]>([
    ['an id that nobody has', () => ['nobody'], 'There is no contact nobody'],
    ['an address without its location', () => [anAddress()], 'add --location <id>'],
    ['an address that nobody has', (id) => [anAddress(), '--location', id], 'No contact of location'],
  ])(
    'with %s is refused in one line',
    async (_, args, why) => {
      const locationId = await stage.tenants.location();
      for (const command of ['export', 'erase']) {
        const run = await contacts(command, ...args(locationId));
        expect(run).toMatchObject({ stdout: '', stderr: expect.stringContaining(why) });
        expect([1, 2]).toContain(run.exitCode);
        expect(run.stderr.trim().split('\n')).toHaveLength(1);
      }
    },
    60_000,
  );

  test('of another location than was named is refused', async () => {
    const [here, there] = [await stage.tenants.location(), await stage.tenants.location()];
    const { contactId } = await stage.tenants.contact(there);
    const run = await contacts('erase', contactId, '--location', here, '--yes');
    expect(run).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(`not of location ${here}`) });
    expect((await paths.contact(stage.db, contactId).get()).exists).toBe(true);
  });
});
