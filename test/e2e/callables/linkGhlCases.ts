import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { locationConverter } from '../../../shared/adapters/firestore/converters/tenancy.ts';
import { paths } from '../../../shared/adapters/firestore/paths.ts';
import type { CallableInput } from '../../../shared/domain/callables/callables.ts';
import { eventually } from '../../support/eventually.ts';
import type { GhlLocation } from '../../support/ghl/ghlLocation.ts';
import type { CallableCases, CallableStage } from '../../support/stack/callableStage.ts';
import { type Client, refusalOf } from '../../support/stack/client.ts';
import { everyDocument } from '../../support/stack/everyDocument.ts';

const APP = 'https://crm.example';

async function anOffice(stage: CallableStage) {
  const agent = await stage.agents.anAgent();
  const ref = paths.location(stage.db, agent.locationId);
  const link = async () => locationConverter.read(await ref.get())?.ghl;
  return { ...agent, link, at: stage.ghl.addLocation(), client: await stage.client(agent) };
}

async function begin(client: Client, input: CallableInput<'linkGhl'>) {
  const answer = await client.call('linkGhl', input);
  if (answer.outcome !== 'started') throw new Error('It was not begun');
  return answer;
}

/** Where GHL's page sends the browser of somebody who picks this location; without one, of somebody who declines. */
async function chosen(stage: CallableStage, url: string, at?: GhlLocation): Promise<URL> {
  const asked = new URL(url).searchParams;
  const back = new URL(asked.get('redirect_uri') ?? '');
  back.searchParams.set('state', asked.get('state') ?? '');
  if (at) back.searchParams.set('code', stage.ghl.oauth.authorize(at, asked.get('redirect_uri') ?? ''));
  else back.searchParams.set('error', 'access_denied');
  return back;
}

/** The functions once more, with an app to come back to. */
async function withApp(stage: CallableStage) {
  const served = await stage.serve({ APP_BASE_URL: '', NEXT_PUBLIC_APP_URL: APP });
  const follow = async (back: URL) => {
    const response = await fetch(`${served.url}${back.pathname}${back.search}`, { redirect: 'manual' });
    return [response.status, response.headers.get('location')];
  };
  return { served, follow };
}

export const LINK_GHL_CASES: CallableCases = {
  'a token that GHL takes links the location, and is stored sealed alone': async (stage) => {
    const { client, locationId, at, link } = await anOffice(stage);
    const token = stage.ghl.token(at);
    expect(await client.call('linkGhl', { locationId, ghlLocationId: at.id, token })).toEqual({
      outcome: 'linked',
      ghlLocationId: at.id,
    });
    expect(await link()).toMatchObject({ kind: 'token', status: 'linked', ghlLocationId: at.id });
    const documents = await everyDocument(stage.db);
    expect(documents.filter(({ text }) => text.includes(token))).toEqual([]);
  },

  'a token that GHL does not take, or of another location, leaves the link as it was': async (stage) => {
    const { client, locationId, at, link } = await anOffice(stage);
    const asked = { locationId, ghlLocationId: at.id };
    await client.call('linkGhl', { ...asked, token: stage.ghl.token(at) });
    const before = await link();
    const wrong = [
      ['tokenRefused', `pit-${randomUUID()}`],
      ['notOpened', stage.ghl.token(stage.ghl.addLocation())],
    ] as const;
    for (const [reason, token] of wrong) {
      const refusal = await refusalOf(client.call('linkGhl', { ...asked, token }));
      expect(refusal).toMatchObject({ code: 'failed-precondition', details: { reason } });
      expect(refusal.message).not.toContain(token);
    }
    expect(await link()).toEqual(before);
  },

  'a location that would move to another one of GHL’s stays, and who can move it is told': async (stage) => {
    const { client, locationId, at, link } = await anOffice(stage);
    await client.call('linkGhl', { locationId, ghlLocationId: at.id, token: stage.ghl.token(at) });
    const before = await link();
    const other = stage.ghl.addLocation();
    const asked = { locationId, ghlLocationId: other.id };
    const refused = {
      code: 'failed-precondition',
      message: expect.stringContaining('npm run admin -- ghl link'),
      details: { reason: 'otherLocation' },
    };
    for (const by of [{ token: stage.ghl.token(other) }, {}])
      expect(await refusalOf(client.call('linkGhl', { ...asked, ...by }))).toMatchObject(refused);
    expect(await link()).toEqual(before);
    await client.call('unlinkGhl', { locationId });
    expect(await refusalOf(client.call('linkGhl', asked))).toMatchObject(refused);
    expect(await link()).toBeNull();
    const token = stage.ghl.token(at);
    expect(await client.call('linkGhl', { locationId, token })).toMatchObject({ ghlLocationId: at.id });
  },

  'a page of GHL’s that fails after it was left leads back to where it was begun': async (stage) => {
    const { served, follow } = await withApp(stage);
    const office = await anOffice(stage);
    const { locationId, at } = office;
    const client = await stage.client(office, served);
    const { url } = await begin(client, { locationId, ghlLocationId: at.id, returnTo: '/settings/crm' });
    const back = await chosen(stage, url, at);
    stage.ghl.faults.add({ method: 'oauth.token', reply: { status: 503, body: {} } });
    expect(await follow(back)).toEqual([303, `${APP}/settings/crm?ghl=failed`]);
    expect(await follow(back)).toEqual([303, `${APP}/?ghl=refused&reason=unknownState`]);
  },

  'GHL that does not answer changes nothing, and is named': async (stage) => {
    const { client, locationId, at, link } = await anOffice(stage);
    const token = stage.ghl.token(at);
    stage.ghl.faults.add({ method: 'contacts.search', reply: { status: 503, body: {} } });
    expect(
      await refusalOf(client.call('linkGhl', { locationId, ghlLocationId: at.id, token })),
    ).toMatchObject({ code: 'unavailable', message: expect.stringMatching(/^GoHighLevel did not answer/) });
    expect(await link()).toBeNull();
  },

  'by OAuth the page is GHL’s, and who comes back from it has linked the location, once': async (stage) => {
    const { client, locationId, at, link } = await anOffice(stage);
    const { url, expiresAt, advice } = await begin(client, { locationId, ghlLocationId: at.id });
    expect(url).toMatch(`${stage.ghl.url}/oauth/chooselocation?`);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(60 * 60_000);
    expect(advice).toContain(at.id);
    expect(await link()).toBeNull();
    expect((await fetch(await chosen(stage, url, at))).status).toBe(200);
    expect(await link()).toMatchObject({ kind: 'oauth', status: 'linked', ghlLocationId: at.id });
    expect((await fetch(await chosen(stage, url, at))).status).toBe(400);
  },

  'where there is an app, the browser ends there, at the page that it began from': async (stage) => {
    const { served, follow } = await withApp(stage);
    const office = await anOffice(stage);
    const { locationId, at, link } = office;
    const client = await stage.client(office, served);
    const asked = { locationId, ghlLocationId: at.id };
    const first = await begin(client, { ...asked, returnTo: '/settings/crm' });
    expect(new URL(first.url).searchParams.get('redirect_uri')).toBe(`${APP}/api/crm/callback`);
    const denied = await chosen(stage, first.url);
    expect(await follow(denied)).toEqual([303, `${APP}/settings/crm?ghl=refused&reason=denied`]);
    expect(await follow(denied)).toEqual([303, `${APP}/?ghl=refused&reason=unknownState`]);
    const second = await begin(client, asked);
    expect(await follow(await chosen(stage, second.url, at))).toEqual([303, `${APP}/?ghl=linked`]);
    expect(await link()).toMatchObject({ status: 'linked' });
  },

  'a link that an agent began who has left the location meanwhile is not made': async (stage) => {
    const { client, uid, email, locationId, at, link } = await anOffice(stage);
    const { url } = await begin(client, { locationId, ghlLocationId: at.id });
    await stage.tenants.writeUser(uid, { email, locationIds: [await stage.tenants.location()] });
    expect((await fetch(await chosen(stage, url, at))).status).toBe(403);
    expect(await link()).toBeNull();
  },

  'settings that were changed while the page was open stay': async (stage) => {
    const { client, locationId, at, link } = await anOffice(stage);
    await client.call('linkGhl', { locationId, ghlLocationId: at.id, token: stage.ghl.token(at) });
    const { url } = await begin(client, { locationId });
    await client.call('saveLocation', { locationId, ghl: { logHistory: true } });
    await fetch(await chosen(stage, url, at));
    expect(await link()).toMatchObject({ kind: 'oauth', logHistory: true });
  },

  'a path that is none of the app’s is refused': async (stage) => {
    const { client, locationId } = await anOffice(stage);
    const wrong = ['settings', '//evil.example', '/\\evil.example', '/a//b', '/../x', '/./x', '/x?y', '/x#y'];
    for (const returnTo of [...wrong, '/%2f', 'https://evil.example', '/x\n', '', `/${'x'.repeat(200)}`]) {
      for (const [name, input] of [
        ['linkGhl', { locationId, returnTo }],
        ['connectGmail', { returnTo }],
      ] as const)
        expect([returnTo, await refusalOf(client.send(name, input))]).toMatchObject([
          returnTo,
          {
            code: 'invalid-argument',
            details: { fields: expect.arrayContaining([expect.objectContaining({ field: 'returnTo' })]) },
          },
        ]);
    }
  },

  'what is wrong with a token is told without it': async (stage) => {
    const { client, locationId } = await anOffice(stage);
    const wrong = ['two secretwords', '', 'secretwords'.repeat(100), 'sécretwords', 'secretwords\u200b'];
    for (const token of wrong) {
      const { code, message } = await refusalOf(client.call('linkGhl', { locationId, token }));
      expect([code, message]).toEqual(['invalid-argument', expect.stringMatching(/^token: .*letters/)]);
      expect(message).not.toContain('secretwords');
    }
    const both = { locationId, token: 'pit-1', returnTo: '/settings' };
    expect((await refusalOf(client.call('linkGhl', both))).message).toBe(
      'returnTo: is of no use with a token',
    );
  },

  'whatever becomes of a token, it is not in the log': async (stage) => {
    const lines: string[] = [];
    const { email, locationId, at } = await anOffice(stage);
    const client = await stage.client({ email }, await stage.serve({}, (line) => lines.push(line)));
    const tokens = [
      stage.ghl.token(at),
      `pit-${randomUUID()}`,
      `pit two ${randomUUID()}`,
      stage.ghl.token(at),
    ];
    for (const [index, token] of tokens.entries()) {
      if (index === 3) stage.ghl.faults.add({ method: 'contacts.search', reply: 'close' });
      await client.call('linkGhl', { locationId, ghlLocationId: at.id, token }).catch(() => {});
    }
    const events = () => lines.flatMap((line) => /"event":"(\w+)"/.exec(line)?.[1] ?? []);
    const expected = ['ghlLinked', 'ghlLinkRefused', 'callableRefused', 'unexpectedFailure'];
    await eventually('all of it is logged', async () => expected.every((event) => events().includes(event)));
    const secrets = tokens.map((token) => token.split(' ').at(-1) ?? '');
    expect(lines.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
  },

  'where no app at GHL is configured, or no address to return to, it says what to set': async (stage) => {
    const { locationId, email } = await anOffice(stage);
    const without = async (env: Record<string, string>) => {
      const client = await stage.client({ email }, await stage.serve(env));
      return refusalOf(client.call('linkGhl', { locationId }));
    };
    const told = { code: 'failed-precondition', details: undefined };
    expect(await without({ GHL_CLIENT_ID: '', GHL_CLIENT_SECRET: '' })).toEqual({
      ...told,
      message: expect.stringContaining('GHL_CLIENT_ID and GHL_CLIENT_SECRET'),
    });
    expect(await without({ APP_BASE_URL: '' })).toEqual({
      ...told,
      message: expect.stringContaining('APP_BASE_URL'),
    });
  },

  'a link is ended once, with what opened it': async (stage) => {
    const { client, locationId, at, link } = await anOffice(stage);
    await client.call('linkGhl', { locationId, ghlLocationId: at.id, token: stage.ghl.token(at) });
    expect(await client.call('unlinkGhl', { locationId })).toEqual({
      status: 'unlinked',
      advice: expect.stringContaining('remove the token'),
    });
    expect(await link()).toBeNull();
    expect((await paths.ghlCredential(stage.db, locationId).get()).exists).toBe(false);
    expect(await client.call('unlinkGhl', { locationId })).toEqual({ status: 'notLinked' });
  },
};
