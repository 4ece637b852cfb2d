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
