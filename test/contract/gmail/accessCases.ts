import { expect } from '@jest/globals';
import { OAuth2Client } from 'google-auth-library';
import { createGmail } from '../../../shared/adapters/gmail/createGmail.ts';
import { GmailMessageId } from '../../../shared/domain/ids.ts';
import { connectMailbox, gmailOn } from './connect.ts';
import type { GmailServer, Refusal } from './gmailServer.ts';

const refused = (refusal: Refusal, expected: object) => async (server: GmailServer) => {
  const { mailbox, gmail } = await connectMailbox(server);
  const { id } = await mailbox.deliver({ from: 'ann@example.net' });
  await mailbox.refuse(refusal);
  await expect(gmail.getMessage(GmailMessageId(id))).rejects.toMatchObject(expected);
  await expect(gmail.getMessage(GmailMessageId(id))).resolves.toMatchObject({ id });
};

const repeated = (refusal: Refusal) => async (server: GmailServer) => {
  const { mailbox, gmail } = await connectMailbox(server);
  const { id } = await mailbox.deliver({ from: 'ann@example.net' });
  await mailbox.refuse(refusal, 2);
  await expect(gmail.getMessage(GmailMessageId(id))).resolves.toMatchObject({ id });
  await mailbox.refuse(refusal, 3);
  await expect(gmail.getMessage(GmailMessageId(id))).rejects.toMatchObject({ code: 'unavailable' });
};

export const ACCESS_CASES = {
  'a token that Google does not know is unauthorized': async (server: GmailServer) => {
    const auth = new OAuth2Client({ credentials: { access_token: 'ya29.nonsense' } });
    const gmail = createGmail({ auth, rootUrl: server.endpoints.apiUrl });
    await expect(gmail.listSendAs()).rejects.toMatchObject({ code: 'unauthorized' });
  },

  'a token that ends before its time is renewed, and nobody notices': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server);
    await gmail.listSendAs();
    await mailbox.endAccessTokens();
    await expect(gmail.listSendAs()).resolves.toMatchObject([{ address: mailbox.address }]);
  },

  'a refresh token that Google does not know is a revoked grant': async (server: GmailServer) => {
    const gmail = gmailOn(server, '1//nonsense');
    await expect(gmail.listSendAs()).rejects.toMatchObject({ code: 'grantRevoked' });
  },

  'a call beyond the scopes of the grant says so': async (server: GmailServer) => {
    const untick = ['gmail.modify', 'gmail.readonly', 'gmail.labels'];
    const { gmail } = await connectMailbox(server, { untick });
    await expect(gmail.listMessages({ query: '', maxResults: 1 })).rejects.toMatchObject({
      code: 'insufficientScope',
    });
  },

  'the rate limit of a user pauses, and the next call goes through': refused('userRateLimitExceeded', {
    code: 'rateLimited',
  }),
  'a rate limit says when to come back': refused('tooManyRequests', {
    code: 'rateLimited',
    retryAt: new Date('2037-01-01T00:00:00Z'),
  }),
  'the daily limit is told apart from the rate limit': refused('dailyLimitExceeded', {
    code: 'dailyLimitExceeded',
  }),
  'a domain that forbids us is told apart from a rate limit': refused('domainPolicy', { code: 'forbidden' }),
  'a read goes through two backend errors and not through three': repeated('backendError'),
  'a read goes through two broken connections and not through three': repeated('brokenConnection'),
};
