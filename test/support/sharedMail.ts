import { randomUUID } from 'node:crypto';
import { HistoryId } from '../../shared/domain/historyId.ts';
import { ConversationId } from '../../shared/domain/ids.ts';
import { syncMailbox } from '../../shared/sync/syncMailbox.ts';
import type { Mail } from './gmail/mail.ts';
import { aScene } from './scene.ts';
import type { ConnectedMailbox, World } from './world.ts';

export type SharedScene = Awaited<ReturnType<typeof aSharedScene>>;

/** A location with two agents, a live mailbox each, and a contact who writes to both. */
export async function aSharedScene(world: World) {
  const scene = await aScene(world);
  const { locationId, contact, contactAddress } = scene;
  const colleague = await world.tenants.agent([locationId]);
  const theirs = await world.liveMailbox(colleague);
  const push = ({ mailboxId, account }: ConnectedMailbox) =>
    syncMailbox(world.app, mailboxId, { reason: 'push', historyId: HistoryId.of(account.historyId) });
  return {
    ...scene,
    conversationId: ConversationId.of(locationId, contact.contactId),
    colleague,
    theirs,
    pushBoth: async () => {
      await push(scene);
      await push(theirs);
      for (const { account } of [scene, theirs]) account.usage.reset();
    },
    /** One mail to both; its Gmail ids, the agent's first. */
    deliverToBoth: (mail: Partial<Mail> = {}): readonly [string, string] => {
      const to = [scene.emailAddress, theirs.emailAddress];
      const messageId = `${randomUUID()}@example.com`;
      const same = { from: contactAddress, to, messageId, date: world.app.clock.now(), ...mail };
      return [scene.account.deliver(same).id, theirs.account.deliver(same).id];
    },
  };
}

/** Whether a mail is unread in Gmail itself. */
export const isUnread = ({ account }: Pick<ConnectedMailbox, 'account'>, gmailId: string): boolean =>
  account.message(gmailId).labels.has('UNREAD');
