import { expect } from '@jest/globals';
import type { MailboxCopy, Message } from '../../../shared/domain/message.ts';
import type { Office } from './office.ts';

const UNREAD = 'UNREAD';

/** Everything is marked here as it is in Gmail, and what follows from the marks follows. */
export async function expectSameMarks({ ground, locationId, desks }: Office): Promise<void> {
  const messages = await ground.messages(locationId);
  for (const { mailboxId, account } of desks) {
    const inGmail = account.messages().map(({ id, labelIds }) => [id, [...labelIds].sort()] as const);
    const here = messages.flatMap(({ copies }) => {
      const copy = copies[mailboxId];
      return copy ? [[copy.gmailId, [...copy.labels].sort()] as const] : [];
    });
    expect(Object.fromEntries(here)).toEqual(Object.fromEntries(inGmail));
  }
  for (const message of messages) expect(message.read).toBe(copiesOf(message).some(isRead));
  const unreadCount = messages.filter(({ read }) => !read).length;
  expect(await ground.conversations(locationId)).toMatchObject([
    { messageCount: messages.length, unreadCount },
  ]);
}

const copiesOf = ({ copies }: Message): readonly MailboxCopy[] => Object.values(copies);
const isRead = ({ labels }: MailboxCopy): boolean => !labels.includes(UNREAD);
