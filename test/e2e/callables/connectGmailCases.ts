import { expect } from '@jest/globals';
import { MailboxId } from '../../../shared/domain/ids.ts';
import type { CallableCases } from '../../support/stack/callableStage.ts';
import { refusalOf } from '../../support/stack/client.ts';

export const CONNECT_GMAIL_CASES: CallableCases = {
  'the page that it names is Google’s, and ends in a connected mailbox': async (stage) => {
    const { gmail } = stage.stack;
    const { email, uid } = await stage.agents.anAgent();
    gmail.addAccount({ address: email });
    const client = await stage.client({ email });

    const { url } = await client.call('connectGmail', { loginHint: email });

    expect(url).toContain(gmail.oauth.authUrl);
    expect(new URL(url).searchParams.get('login_hint')).toBe(email);
    const page = await fetch(await gmail.oauth.consent(url, { account: email }));
    expect(page.status).toBe(200);
    expect(await stage.store.mailbox(MailboxId.of(email))).toMatchObject({ uid, emailAddress: email });
  },

  'a hint is not needed, and each call opens a connection of its own': async (stage) => {
    const client = await stage.client(await stage.agents.anAgent());
    const state = async () => new URL((await client.call('connectGmail', {})).url).searchParams.get('state');
    expect(await state()).not.toBe(await state());
  },

  'where there is an app, the browser ends there, at the page that it began from': async (stage) => {
    const app = 'https://crm.example';
    const served = await stage.serve({ APP_BASE_URL: '', NEXT_PUBLIC_APP_URL: app });
    const { email } = await stage.agents.anAgent();
    stage.stack.gmail.addAccount({ address: email });
    const client = await stage.client({ email }, served);
    const endOf = async (input: { returnTo?: string }, choice: { deny?: boolean } = {}) => {
      const { url } = await client.call('connectGmail', input);
      const back = await stage.stack.gmail.oauth.consent(url, { account: email, ...choice });
      const { pathname, search } = new URL(back);
      const end = await fetch(`${served.url}${pathname}${search}`, { redirect: 'manual' });
      return [end.status, end.headers.get('location')];
    };
    const settings = { returnTo: '/settings' };
    expect(await endOf(settings, { deny: true })).toEqual([
      303,
      `${app}/settings?gmail=refused&reason=denied`,
    ]);
    stage.stack.gmail.faults.add({ method: 'oauth.token', reply: { status: 503, body: {} } });
    expect(await endOf(settings)).toEqual([303, `${app}/settings?gmail=failed`]);
    expect(await endOf(settings)).toEqual([303, `${app}/settings?gmail=connected`]);
    expect(await endOf({ returnTo: '/' })).toEqual([303, `${app}/?gmail=connected`]);
    expect(await endOf({})).toEqual([303, `${app}/?gmail=connected`]);
  },

  'a hint that is no address is named': async (stage) => {
    const client = await stage.client(await stage.agents.anAgent());
    expect(await refusalOf(client.send('connectGmail', { loginHint: 'nobody' }))).toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('loginHint'),
    });
  },

  'where no address to return to is configured, it says what to set': async (stage) => {
    const served = await stage.serve({ APP_BASE_URL: '' });
    const client = await stage.client(await stage.agents.anAgent(), served);
    expect(await refusalOf(client.call('connectGmail', {}))).toEqual({
      code: 'failed-precondition',
      message: expect.stringContaining('APP_BASE_URL'),
      details: undefined,
    });
  },
};
