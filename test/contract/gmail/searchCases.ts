import { expect } from '@jest/globals';
import { connectMailbox } from './connect.ts';
import type { GmailServer } from './gmailServer.ts';

const day = (n: number) => new Date(Date.UTC(2026, 9, n, 12));

/** Ann wrote the first, is written to in the second, copied in the third, copied blindly in the fourth. */
async function annsMail(server: GmailServer) {
  const { mailbox, gmail } = await connectMailbox(server);
  const me = mailbox.address;
  const sent = { from: me, labelIds: ['SENT'] };
  const mails = {
    from: { from: 'Ann <ann@example.net>', to: me, date: day(5), messageId: 'from-ann@example.net' },
    to: { ...sent, to: ['bob@example.net', 'ann@example.net'], date: day(4) },
    cc: { ...sent, to: 'bob@example.net', cc: 'ann@example.net', date: day(3) },
    bcc: { ...sent, to: 'bob@example.net', bcc: 'ann@example.net', date: day(2) },
    none: { from: 'bob@example.net', to: me, date: day(1) },
    draft: { from: me, to: 'ann@example.net', labelIds: ['DRAFT'], date: day(6) },
  };
  const names = new Map<string, string>();
  for (const [name, mail] of Object.entries(mails)) names.set((await mailbox.deliver(mail)).id, name);
  return async (query: string) => {
    const { messages } = await gmail.listMessages({ query, maxResults: 500 });
    return messages.map(({ id }) => names.get(id));
  };
}

const found = (query: string, expected: readonly string[]) => async (server: GmailServer) => {
  const search = await annsMail(server);
  expect(await search(query)).toEqual(expected);
};

export const SEARCH_CASES = {
  'a search finds whom a mail is from': found('from:ann@example.net', ['from']),
  // Whether `to:` finds copies, too, Gmail does not promise.
  'a search finds whom a mail is to': async (server: GmailServer) => {
    const search = await annsMail(server);
    const names = await search('to:ann@example.net');
    expect(names).toContain('to');
    expect(names).not.toContain('from');
    expect(names).not.toContain('none');
  },
  'a search finds whom a mail is copied to': found('cc:ann@example.net', ['cc']),
  'a search finds whom a mail is copied to blindly': found('bcc:ann@example.net', ['bcc']),
  'a search with OR finds all of a contact’s mail, newest first': found(
    '{from:ann@example.net to:ann@example.net cc:ann@example.net bcc:ann@example.net} -in:drafts -in:chats',
    ['from', 'to', 'cc', 'bcc'],
  ),
  'OR binds tighter than the blank': found('from:ann@example.net OR cc:ann@example.net -in:drafts', [
    'from',
    'cc',
  ]),
  'a search leaves drafts out when asked to': found('-in:drafts', ['from', 'to', 'cc', 'bcc', 'none']),
  'a search finds one mail by its Message-ID': found('rfc822msgid:from-ann@example.net', ['from']),
  'a search is limited to a time, in seconds': found(
    `after:${day(2).getTime() / 1000 + 1} before:${day(4).getTime() / 1000 + 1}`,
    ['to', 'cc'],
  ),
};
