import { randomBytes, randomUUID } from 'node:crypto';
import { createEmulator } from 'emulate';
import { z } from 'zod';
import { composeMail } from '../../support/gmail/composeMail.ts';
import type { Mail } from '../../support/gmail/mail.ts';
import { REDIRECT_URI } from './connect.ts';
import type { Delivered, GmailServer, ServedMailbox } from './gmailServer.ts';
import { bridgeHistoryIds } from './historyIdBridge.ts';

const MAILBOXES = 100;

export interface EmulateServer extends GmailServer {
  /** A history id as emulate gives it, before the bridge. */
  rawHistoryId(): Promise<string>;
}

/** The contract's server, made of the package `emulate`: somebody else's reading of Gmail's documentation. */
export async function startEmulateServer(): Promise<EmulateServer> {
  const client = { clientId: `${randomUUID()}.apps.googleusercontent.com`, clientSecret: randomUUID() };
  const addresses = Array.from({ length: MAILBOXES }, () => `${randomUUID()}@example.com`);
  const emulator = await createEmulator({
    service: 'google',
    port: 0,
    seed: {
      tokens: Object.fromEntries(addresses.map((address) => [controlToken(address), { login: address }])),
      google: {
        users: addresses.map((email) => ({ email, name: nameOf(email) })),
        oauth_clients: [
          { client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [REDIRECT_URI] },
        ],
      },
    },
  });
  const origin = `http://127.0.0.1:${new URL(emulator.url).port}`;
  const bridge = await bridgeHistoryIds(origin);
  return {
    rawHistoryId: async () => {
      const address = addresses.pop() ?? '';
      await served(origin, address).deliver({ from: 'ann@example.net' });
      return WatchAnswer.parse(JSON.parse(await callAs(origin, address)('POST', 'watch', { topicName: 't' })))
        .historyId;
    },
    endpoints: {
      apiUrl: bridge.url,
      authUrl: `${origin}/o/oauth2/v2/auth`,
      tokenUrl: `${origin}/oauth2/token`,
      revokeUrl: `${origin}/oauth2/revoke`,
    },
    client,
    addMailbox: async ({ aliases = [], unverifiedAliases = [] } = {}) => {
      if (aliases.length + unverifiedAliases.length > 0) throw cannot('have aliases');
      const address = addresses.pop();
      if (address === undefined) throw new Error(`More than ${MAILBOXES} mailboxes`);
      return served(origin, address);
    },
    consent: async (page, { address, untick = [] }) => {
      if (untick.length > 0) throw cannot('let people untick scopes');
      return consent(page, address);
    },
    forbidPublishing: async () => {
      throw cannot('publish, so there is nothing to forbid');
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([bridge.close(), emulator.close()]);
    },
  };
}

/** Works a mailbox of emulate's from behind, with a token that the seed names. */
function callAs(origin: string, address: string) {
  return async (method: string, path: string, body?: unknown): Promise<string> => {
    const answer = await fetch(`${origin}/gmail/v1/users/me/${path}`, {
      method,
      headers: { authorization: `Bearer ${controlToken(address)}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`emulate answered ${answer.status}: ${text}`);
    return text;
  };
}

function served(origin: string, address: string): ServedMailbox {
  const call = callAs(origin, address);
  return {
    address,
    displayName: nameOf(address),
    deliver: async (mail) => Ref.parse(JSON.parse(await call('POST', 'messages/import', imported(mail)))),
    relabel: async (ids, { add = [], remove = [] }) => {
      await call('POST', 'messages/batchModify', { ids, addLabelIds: add, removeLabelIds: remove });
    },
    delete: async (id) => {
      await call('DELETE', `messages/${id}`);
    },
    addLabel: async (name) => Label.parse(JSON.parse(await call('POST', 'labels', { name }))).id,
    expireHistory: async () => {
      throw cannot('forget history');
    },
    endAccessTokens: async () => {
      throw cannot('end access tokens alone');
    },
    refuse: async () => {
      throw cannot('refuse calls');
    },
    notifications: async () => [],
  };
}

const Label = z.object({ id: z.string() });
const WatchAnswer = z.object({ historyId: z.string() });
const Ref: z.ZodType<Delivered> = z.object({ id: z.string(), threadId: z.string() });

function imported(mail: Mail): object {
  const seed = randomBytes(8).toString('hex');
  const defaults = { date: mail.date ?? new Date(), messageId: `${seed}@mail.example.com`, boundary: seed };
  return {
    raw: composeMail(mail, defaults).toString('base64url'),
    labelIds: mail.labelIds ?? ['INBOX', 'UNREAD'],
  };
}

/** Presses the button with the person's address on the page of all users. */
async function consent(page: string, address: string): Promise<URL> {
  const { searchParams, origin } = new URL(page);
  const shown = await fetch(page);
  if (!(await shown.text()).includes(address)) throw new Error(`The page does not offer ${address}`);
  const form = new URLSearchParams(searchParams);
  form.set('email', address);
  const answer = await fetch(`${origin}/o/oauth2/v2/auth/callback`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  return new URL(answer.headers.get('location') ?? '');
}

const nameOf = (address: string) => `Ann ${address.slice(0, 8)}`;
const controlToken = (address: string) => `control-${address}`;
const cannot = (what: string) => new Error(`emulate cannot ${what}`);
