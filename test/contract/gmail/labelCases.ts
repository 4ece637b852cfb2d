import { expect } from '@jest/globals';
import { GmailMessageId } from '../../../shared/domain/ids.ts';
import type { MessageSearch } from '../../../shared/ports/gmail.ts';
import { connectMailbox } from './connect.ts';
import type { GmailServer } from './gmailServer.ts';

const noon = (day: number) => new Date(Date.UTC(2026, 9, day, 12));
const seconds = (day: number) => noon(day).getTime() / 1_000;

/**
 * The days' noons from `from` to `to`. Whether `after:` takes in the second that it names Google does not say, nor do
 * servers agree; so the window begins and ends between two mails.
 */
const within = (from: number, to: number) => `after:${seconds(from) - 60} before:${seconds(to) + 60}`;

/** A mail at noon of each of these days, with the labels that its name tells. */
async function labelledMail(server: GmailServer) {
  const { mailbox, gmail } = await connectMailbox(server);
  const clients = await mailbox.addLabel('Clients');
  const mails = {
    read: { date: noon(1), labelIds: ['INBOX'] },
    unread: { date: noon(2), labelIds: ['INBOX', 'UNREAD'] },
    sent: { date: noon(3), labelIds: ['SENT', clients] },
    trashed: { date: noon(4), labelIds: ['TRASH', 'UNREAD'] },
    spam: { date: noon(5), labelIds: ['SPAM', 'UNREAD'] },
    late: { date: noon(6), labelIds: ['INBOX', 'UNREAD', clients] },
  };
  const names = new Map<string, string>();
  for (const [name, mail] of Object.entries(mails))
    names.set((await mailbox.deliver({ from: 'ann@example.net', subject: name, ...mail })).id, name);
  const search = async (of: Partial<MessageSearch>) => {
    const { messages, nextPageToken } = await gmail.listMessages({ query: '', maxResults: 500, ...of });
    return { names: messages.map(({ id }) => names.get(id)), nextPageToken };
  };
  return { mailbox, gmail, clients, search };
}

const found = (of: Partial<MessageSearch>, expected: readonly string[]) => async (server: GmailServer) => {
  const { search } = await labelledMail(server);
  expect((await search(of)).names).toEqual(expected);
};

const everywhere = true;

export const LABEL_CASES = {
  'a list of one label has its mail, without spam and trash': found({ labelId: 'UNREAD' }, [
    'late',
    'unread',
  ]),
  'a list of everywhere has spam and trash as well': found({ everywhere }, [
    'late',
    'spam',
    'trashed',
    'sent',
    'unread',
    'read',
  ]),
  'a list of one label everywhere has its mail in spam and trash': found({ labelId: 'UNREAD', everywhere }, [
    'late',
    'spam',
    'trashed',
    'unread',
  ]),
  'a time window of everywhere has spam and trash': found({ query: within(2, 5), everywhere }, [
    'spam',
    'trashed',
    'sent',
    'unread',
  ]),
  'a time window of the trash has what is trashed': found(
    { query: within(1, 6), labelId: 'TRASH', everywhere },
    ['trashed'],
  ),
  'a time window of spam has what is spam': found({ query: within(1, 6), labelId: 'SPAM', everywhere }, [
    'spam',
  ]),
  'a time window without such a label is empty': found(
    { query: within(5, 6), labelId: 'TRASH', everywhere },
    [],
  ),
  'a time window of one label goes on page by page': async (server: GmailServer) => {
    const { search } = await labelledMail(server);
    const unread = { query: within(2, 6), labelId: 'UNREAD', everywhere, maxResults: 3 };
    const first = await search(unread);
    expect(first.names).toEqual(['late', 'spam', 'trashed']);
    const last = await search({ ...unread, pageToken: `${first.nextPageToken}` });
    expect(last).toEqual({ names: ['unread'], nextPageToken: undefined });
  },
  'windows side by side have each mail between them once': async (server: GmailServer) => {
    const { search } = await labelledMail(server);
    const parts = await Promise.all([
      search({ query: within(5, 6), everywhere }),
      search({ query: within(3, 4), everywhere }),
      search({ query: within(1, 2), everywhere }),
    ]);
    expect(parts.flatMap(({ names }) => names)).toEqual((await search({ everywhere })).names);
  },

  'a list guesses how many there are': async (server: GmailServer) => {
    const { gmail } = await labelledMail(server);
    const page = await gmail.listMessages({ query: '', maxResults: 1, everywhere });
    expect(page.estimate).toBeGreaterThanOrEqual(1);
  },

  'a page token that Gmail did not give is refused': async (server: GmailServer) => {
    const { gmail } = await labelledMail(server);
    const listing = gmail.listMessages({ query: '', maxResults: 1, pageToken: 'nonsense' });
    await expect(listing).rejects.toMatchObject({ code: 'invalidRequest' });
  },
  'a label that is not there cannot be listed': async (server: GmailServer) => {
    const { search } = await labelledMail(server);
    await expect(search({ labelId: 'Label_999' })).rejects.toMatchObject({ code: 'invalidRequest' });
  },

  'the labels are Gmail’s own and the person’s': async (server: GmailServer) => {
    const { gmail, clients } = await labelledMail(server);
    const labels = await gmail.listLabels();
    for (const label of ['INBOX', 'SENT', 'DRAFT', 'TRASH', 'SPAM', 'UNREAD', 'STARRED', 'IMPORTANT'])
      expect(labels).toContain(label);
    expect(labels).toContain(clients);
    expect(new Set(labels).size).toBe(labels.length);
  },

  'a message tells its labels as they are now, in the trash too': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server);
    const { id } = await mailbox.deliver({ from: 'ann@example.net' });
    const labels = async () => (await gmail.getLabels(GmailMessageId(id))).toSorted();
    expect(await labels()).toEqual(['INBOX', 'UNREAD']);
    await mailbox.relabel([id], { add: ['TRASH'], remove: ['INBOX'] });
    expect(await labels()).toEqual(['TRASH', 'UNREAD']);
  },
  'a message without labels tells none': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server);
    const { id } = await mailbox.deliver({ from: 'ann@example.net', labelIds: ['INBOX'] });
    await mailbox.relabel([id], { remove: ['INBOX'] });
    await expect(gmail.getLabels(GmailMessageId(id))).resolves.toEqual([]);
  },
  'a message that was deleted for good tells no labels, it is gone': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server);
    const { id } = await mailbox.deliver({ from: 'ann@example.net' });
    await mailbox.delete(id);
    await expect(gmail.getLabels(GmailMessageId(id))).rejects.toMatchObject({ code: 'messageGone' });
  },
};
