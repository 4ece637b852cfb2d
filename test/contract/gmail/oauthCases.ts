import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import { GMAIL_SCOPES, missingScopes } from '../../../shared/domain/scopes.ts';
import { askForCode, connectMailbox, gmailOn, oauthOn } from './connect.ts';
import type { GmailServer } from './gmailServer.ts';

export const OAUTH_CASES = {
  'a code brings tokens for all our scopes, and they work': async (server: GmailServer) => {
    const { mailbox, gmail, tokens } = await connectMailbox(server);
    expect(tokens.scopes.toSorted()).toEqual(GMAIL_SCOPES.toSorted());
    expect(tokens.accessToken).not.toBe('');
    expect(tokens.expiresAt.getTime()).toBeGreaterThan(Date.now() + 1_800_000);
    await expect(gmail.listSendAs()).resolves.toMatchObject([{ address: mailbox.address }]);
  },

  'scopes that a person unticks are missing': async (server: GmailServer) => {
    const { tokens } = await connectMailbox(server, { untick: ['gmail.send'] });
    expect(missingScopes(tokens.scopes)).toEqual(['https://www.googleapis.com/auth/gmail.send']);
  },

  'a code works once': async (server: GmailServer) => {
    const { address } = await server.addMailbox();
    const code = await askForCode(server, { address });
    await oauthOn(server).exchangeCode(code);
    await expect(oauthOn(server).exchangeCode(code)).rejects.toMatchObject({ code: 'grantRevoked' });
  },

  'a code is worth nothing without its verifier': async (server: GmailServer) => {
    const { address } = await server.addMailbox();
    const code = await askForCode(server, { address });
    const codeVerifier = randomBytes(48).toString('base64url');
    await expect(oauthOn(server).exchangeCode({ ...code, codeVerifier })).rejects.toMatchObject({
      code: 'grantRevoked',
    });
  },

  'a code that Google never gave is refused': async (server: GmailServer) => {
    const { address } = await server.addMailbox();
    const code = await askForCode(server, { address });
    await expect(oauthOn(server).exchangeCode({ ...code, code: '4/nonsense' })).rejects.toMatchObject({
      code: 'grantRevoked',
    });
  },

  'a code cannot be had for another redirect URI': async (server: GmailServer) => {
    const { address } = await server.addMailbox();
    const code = await askForCode(server, { address });
    const redirectUri = 'https://evil.example.com/callback';
    await expect(oauthOn(server).exchangeCode({ ...code, redirectUri })).rejects.toMatchObject({
      code: 'invalidRequest',
    });
  },

  'a wrong client secret is our configuration and no fault of the grant': async (server: GmailServer) => {
    const { address } = await server.addMailbox();
    const code = await askForCode(server, { address });
    await expect(oauthOn(server, { clientSecret: 'wrong' }).exchangeCode(code)).rejects.toMatchObject({
      code: 'invalidRequest',
    });
  },

  'a grant that we revoke is dead, and may be revoked again': async (server: GmailServer) => {
    const { refreshToken } = await connectMailbox(server);
    await oauthOn(server).revoke(refreshToken);
    await expect(gmailOn(server, refreshToken).listSendAs()).rejects.toMatchObject({ code: 'grantRevoked' });
    await expect(oauthOn(server).revoke(refreshToken)).resolves.toBeUndefined();
  },

  'a grant that is revoked is dead for the token in use, too': async (server: GmailServer) => {
    const { gmail, refreshToken } = await connectMailbox(server);
    await gmail.listSendAs();
    await oauthOn(server).revoke(refreshToken);
    await expect(gmail.listSendAs()).rejects.toMatchObject({ code: 'grantRevoked' });
  },
};
