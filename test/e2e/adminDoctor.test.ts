import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { mailboxConverter } from '../../shared/adapters/firestore/converters/mailbox.ts';
import { paths } from '../../shared/adapters/firestore/paths.ts';
import { HistoryId } from '../../shared/domain/historyId.ts';
import { LocationId } from '../../shared/domain/ids.ts';
import { aMailbox } from '../support/builders.ts';
import { freePort } from '../support/emulators/ports.ts';
import { GhlSimulator } from '../support/ghl/ghlSimulator.ts';
import { aProjectId } from '../support/stack/environment.ts';
import { findLeaks } from '../support/stack/findLeaks.ts';
import { runAdmin } from '../support/stack/runAdmin.ts';
import { type Stack, startStack } from '../support/stack/stack.ts';

const Findings = z.array(
  z.object({
    check: z.string(),
    status: z.enum(['ok', 'warning', 'wrong', 'notChecked']),
    says: z.string(),
    mend: z.string().nullable(),
  }),
);
const Keyring = z.object({ keys: z.record(z.string(), z.string()) });

let ghl: GhlSimulator;
let stack: Stack;
let db: Firestore;
const printed: string[] = [];
const secrets: [string, string][] = [];

beforeAll(async () => {
  ghl = await GhlSimulator.start();
  stack = await startStack({ env: { GHL_API_URL: ghl.url } });
  db = new Firestore({ projectId: stack.projectId });
  for (const name of ['GOOGLE_CLIENT_SECRET', 'CRON_SECRET']) secrets.push([name, stack.env[name] ?? '']);
  // Of the keyring the keys: how it is written is no secret.
  const { keys } = Keyring.parse(JSON.parse(stack.env['TOKEN_KEYRING'] ?? ''));
  for (const [name, key] of Object.entries(keys)) secrets.push([`key ${name}`, key]);
});
afterAll(() => Promise.all([stack?.stop(), ghl?.close(), db?.terminate()]));

async function doctor(env: Readonly<Record<string, string>> = {}, args: readonly string[] = []) {
  const run = await runAdmin({ ...stack.env, ...env }, ['doctor', '--json', ...args]);
  printed.push(run.stdout, run.stderr);
  const findings = Findings.parse(JSON.parse(run.stdout));
  return { ...run, findings, of: (check: string) => findings.find((each) => each.check === check) };
}

describe('on the emulators', () => {
  test('a healthy stack has nothing wrong with it, and what an emulator has not is not checked', async () => {
    const { exitCode, findings, stderr } = await doctor();
    expect(findings.filter(({ status }) => status === 'warning' || status === 'wrong')).toEqual([]);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^\d+ checks: \d+ ok, 0 warnings, 0 wrong, \d+ not checked\.\n$/);
    const statuses = Object.fromEntries(findings.map(({ check, status }) => [check, status]));
    expect(statuses).toMatchObject({
      configuration: 'ok',
      keyring: 'ok',
      Firestore: 'ok',
      'push of gmail-sync': 'ok',
      'push of ghl-outbox': 'ok',
      indexes: 'notChecked',
      'dead letters of gmail-sync': 'notChecked',
      schedules: 'notChecked',
      clock: 'notChecked',
    });
  });

  test('people read a line a check', async () => {
    const run = await runAdmin(stack.env, ['doctor']);
    printed.push(run.stdout, run.stderr);
    expect(run.exitCode).toBe(0);
    const lines = run.stdout.trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^(ok|warning|wrong|not checked) {2,}\S.* {2,}\S/);
    expect(lines).toContainEqual(expect.stringMatching(/^ok {9} {2}topic gmail-sync +is there/));
  });

  test('topics that are not there are wrong, with the command that creates them', async () => {
    const project = aProjectId();
    const { exitCode, of, stderr } = await doctor({ GOOGLE_CLOUD_PROJECT: project });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/, 3 wrong, /);
    const { status, mend } = of('topic ghl-outbox') ?? {};
    expect(status).toBe('wrong');
    const [, url = ''] = /^curl -X PUT (http:\S+)$/.exec(mend ?? '') ?? [];
    expect((await fetch(url, { method: 'PUT' })).status).toBe(200);
    const mended = await doctor({ GOOGLE_CLOUD_PROJECT: project });
    expect(mended.of('topic ghl-outbox')).toMatchObject({ status: 'ok' });
    expect(mended.of('push of ghl-outbox')).toMatchObject({ status: 'wrong' });
  });

  test('a configuration that is wrong is told a variable at a time, and the rest is checked all the same', async () => {
    const key = randomUUID();
    secrets.push(['a broken keyring', key]);
    const { exitCode, findings, of } = await doctor({
      TOKEN_KEYRING: `{"current":"k1","keys":{"k1":"${key}"}}`,
      GOOGLE_CLIENT_ID: '',
      CRON_SECRET: 'short',
      GHL_CLIENT_ID: 'half-an-app',
      APP_BASE_URL: 'crm.example/path',
    });
    expect(exitCode).toBe(1);
    const wrong = findings.filter(({ status }) => status === 'wrong').map(({ check }) => check);
    expect(wrong.toSorted()).toEqual([
      'OAuth redirect',
      'configuration: APP_BASE_URL',
      'configuration: CRON_SECRET',
      'configuration: GHL_CLIENT_SECRET',
      'configuration: GOOGLE_CLIENT_ID',
      'configuration: TOKEN_KEYRING',
    ]);
    expect(of('configuration: TOKEN_KEYRING')?.says).toContain('key k1 is not base64');
    expect(of('push of gmail-sync-jobs')).toMatchObject({ status: 'ok' });
    expect(of('Firestore')).toMatchObject({ status: 'ok' });
  });

  test('how the sync goes is told from what is stored', async () => {
    const now = Date.now();
    const lastError = { code: 'forbidden', operation: 'gmail.watch', at: new Date(now) } as const;
    const watch = { expiresAt: new Date(now - 60_000) };
    const historyId = HistoryId.of(1);
    const mailbox = aMailbox({ status: 'live', historyId, watch }, { lastError, lastRunAt: new Date(now) });
    await paths.mailbox(db, mailbox.mailboxId).set(mailboxConverter.write(mailbox));
    try {
      const { exitCode, of } = await doctor();
      expect(exitCode).toBe(1);
      expect(of('mailboxes')?.says).toBe('1 live');
      expect(of('watches')).toMatchObject({
        status: 'wrong',
        says: expect.stringContaining(mailbox.mailboxId),
      });
      expect(of('failing mailboxes')?.says).toContain('1 forbidden');
      expect(of('failing mailboxes')?.mend).toBe(`npm run admin -- mailboxes show ${mailbox.mailboxId}`);
      expect(of('quiet mailboxes')).toMatchObject({ status: 'ok' });
    } finally {
      await paths.mailbox(db, mailbox.mailboxId).delete();
    }
  });

  test('links to GHL are tried where that is asked for, and nothing is changed', async () => {
    const [id, at] = [`location-${randomUUID()}`, ghl.addLocation()];
    await paths.location(db, LocationId(id)).set({ name: 'Estio' });
    const token = ghl.token(at);
    secrets.push(['a token', token]);
    const link = ['ghl', 'link', id, '--token-stdin', '--ghl-location', at.id];
    expect(await runAdmin(stack.env, link, token)).toMatchObject({ exitCode: 0 });
    expect((await doctor()).of(`GHL link of ${id}`)).toBeUndefined();
    const before = (await paths.location(db, LocationId(id)).get()).updateTime;
    expect((await doctor({}, ['--ghl'])).of(`GHL link of ${id}`)).toMatchObject({ status: 'ok' });
    const otherKeyring = JSON.stringify({
      current: 'k9',
      keys: { k9: Buffer.alloc(32, 9).toString('base64') },
    });
    const locked = await doctor({ TOKEN_KEYRING: otherKeyring }, ['--ghl']);
    expect(locked.of(`GHL link of ${id}`)).toMatchObject({
      status: 'wrong',
      says: 'no key on the keyring opens it',
      mend: `npm run admin -- ghl link ${id}`,
    });
    expect((await paths.location(db, LocationId(id)).get()).updateTime).toEqual(before);
  }, 60_000);
});

describe('where nothing answers', () => {
  test('emulators that hang or do not run are told within seconds', async () => {
    const hanging = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => hanging.once('listening', resolve));
    try {
      const address = hanging.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const { exitCode, of } = await doctor({
        FIRESTORE_EMULATOR_HOST: `127.0.0.1:${port}`,
        PUBSUB_EMULATOR_HOST: `127.0.0.1:${await freePort()}`,
      });
      expect(exitCode).toBe(1);
      expect(of('Firestore')).toMatchObject({ status: 'wrong', mend: 'npm run emulators' });
      expect(of('topic gmail-sync')).toMatchObject({ status: 'wrong', mend: 'npm run emulators' });
      expect(of('mailboxes')).toMatchObject({ status: 'notChecked' });
      expect(of('keyring')).toMatchObject({ status: 'ok' });
    } finally {
      hanging.close();
    }
  });

  test('a machine that nobody is signed in on is told how to sign in', async () => {
    const { exitCode, findings, of } = await doctor({
      FIRESTORE_EMULATOR_HOST: '',
      PUBSUB_EMULATOR_HOST: '',
      GOOGLE_APPLICATION_CREDENTIALS: '',
      METADATA_SERVER_DETECTION: 'none',
      HOME: '/nonexistent',
      APP_BASE_URL: 'https://crm.example',
    });
    expect(exitCode).toBe(0);
    expect(of('indexes')).toMatchObject({
      status: 'notChecked',
      mend: 'gcloud auth application-default login',
    });
    expect(of('endpoints')).toMatchObject({ status: 'warning' });
    const signIn = findings.filter(({ mend }) => mend === 'gcloud auth application-default login');
    expect(signIn.length).toBeGreaterThan(10);
  });

  test('without any configuration there is a report, too', async () => {
    const nothing = Object.fromEntries(Object.keys(stack.env).map((name) => [name, '']));
    const { exitCode, findings } = await doctor({ ...nothing, GOOGLE_CLOUD_PROJECT_ID: '' });
    expect(exitCode).toBe(1);
    expect(findings.filter(({ check }) => check.startsWith('configuration: ')).length).toBe(5);
    expect(findings.find(({ check }) => check === 'project')).toMatchObject({ status: 'notChecked' });
  });
});

test('nothing secret was printed', () => {
  expect(printed.join('').length).toBeGreaterThan(10_000);
  expect(findLeaks(printed, secrets)).toEqual([]);
});
