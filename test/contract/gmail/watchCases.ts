import { expect } from '@jest/globals';
import { GmailMessageId } from '../../../shared/domain/ids.ts';
import type { SendAs } from '../../../shared/ports/gmail.ts';
import { connectMailbox } from './connect.ts';
import type { GmailServer } from './gmailServer.ts';

const TOPIC = 'projects/crm/topics/gmail-sync';
const OTHER = 'projects/crm/topics/another';

const addressesOf = (all: readonly SendAs[]) => all.map(({ address }) => address);

export const WATCH_CASES = {
  'a watch names the current history id and ends in the future': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server);
    const { id } = await mailbox.deliver({ from: 'ann@example.net' });
    const { historyId } = await gmail.getMessage(GmailMessageId(id));
    const watch = await gmail.watch(TOPIC);
    expect(watch.historyId).toBe(historyId);
    expect(watch.expiration.getTime()).toBeGreaterThan(Date.now() + 3_600_000);
  },

  'a watch lives for seven days': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server);
    await mailbox.deliver({ from: 'ann@example.net' });
    const { expiration } = await gmail.watch(TOPIC);
    expect(expiration.getTime()).toBeGreaterThan(Date.now() + 7 * 86_400_000 - 60_000);
  },

  'a watch can be renewed, stopped and stopped again': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server);
    await mailbox.deliver({ from: 'ann@example.net' });
    const first = await gmail.watch(TOPIC);
    const renewed = await gmail.watch(TOPIC);
    expect(renewed.expiration.getTime()).toBeGreaterThanOrEqual(first.expiration.getTime());
    await expect(gmail.stopWatch()).resolves.toBeUndefined();
    await expect(gmail.stopWatch()).resolves.toBeUndefined();
  },

  'a watch tells of itself and of mail with any label, until it is stopped': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server);
    await mailbox.deliver({ from: 'ann@example.net' });
    const watch = await gmail.watch(TOPIC);
    await mailbox.deliver({ from: 'ann@example.net' });
    await mailbox.deliver({ from: mailbox.address, labelIds: ['SENT'] });
    await gmail.stopWatch();
    await mailbox.deliver({ from: 'ann@example.net' });
    const told = await mailbox.notifications();
    expect(told.map(({ topic }) => topic)).toEqual([TOPIC, TOPIC, TOPIC]);
    const { records } = await gmail.listHistory({ startHistoryId: watch.historyId });
    expect(told.map(({ historyId }) => historyId)).toEqual([
      watch.historyId,
      ...records.slice(0, 2).map(({ id }) => id),
    ]);
  },

  'a mailbox that is watched to one topic cannot be watched to another': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server);
    await mailbox.deliver({ from: 'ann@example.net' });
    await gmail.watch(TOPIC);
    await expect(gmail.watch(OTHER)).rejects.toMatchObject({ code: 'watchTaken' });
    await gmail.stopWatch();
    await expect(gmail.watch(OTHER)).resolves.toHaveProperty('expiration');
  },

  'a topic that Gmail may not publish to is refused': async (server: GmailServer) => {
    const { gmail } = await connectMailbox(server);
    using _forbidden = await server.forbidPublishing();
    await expect(gmail.watch(TOPIC)).rejects.toMatchObject({ code: 'topicNotPermitted' });
  },

  'a mailbox may send as its own address': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server);
    expect(addressesOf(await gmail.listSendAs())).toEqual([mailbox.address]);
  },

  'a mailbox may send as its verified aliases and no others': async (server: GmailServer) => {
    const aliases = ['sales@example.com'];
    const { mailbox, gmail } = await connectMailbox(server, {
      aliases,
      unverifiedAliases: ['boss@example.com'],
    });
    expect(addressesOf(await gmail.listSendAs())).toEqual([mailbox.address, ...aliases]);
  },

  'a mailbox tells the name that it sends under': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server);
    expect(mailbox.displayName).toMatch(/^Ann /);
    expect(await gmail.listSendAs()).toEqual([{ address: mailbox.address, name: mailbox.displayName }]);
  },

  'each address has a name of its own, or none': async (server: GmailServer) => {
    const { mailbox, gmail } = await connectMailbox(server, {
      aliases: ['sales@example.com', 'info@example.com'],
      aliasNames: { 'Sales@example.com': 'Müller & Söhne' },
    });
    expect(await gmail.listSendAs()).toEqual([
      { address: mailbox.address, name: mailbox.displayName },
      { address: 'sales@example.com', name: 'Müller & Söhne' },
      { address: 'info@example.com', name: '' },
    ]);
  },
};
