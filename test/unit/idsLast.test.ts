import { expect, test } from '@jest/globals';
import { idsLast } from '../../functions/admin/idsLast.ts';
import { MailboxId } from '../../shared/domain/ids.ts';
import { anAddress } from '../support/builders.ts';

/** Of an address whose id begins with a dash. */
function aDashedId(): MailboxId {
  for (;;) {
    const id = MailboxId.of(anAddress());
    if (id.startsWith('-')) return id;
  }
}

test('a mailbox’s id that begins with a dash is no option', () => {
  const id = aDashedId();
  expect(idsLast(['mailboxes', 'sync', id, '--json'])).toEqual(['mailboxes', 'sync', '--json', '--', id]);
});

test('options, other words, and what is behind -- already, stay as they are', () => {
  const id = aDashedId();
  for (const args of [
    ['mailboxes', 'audit', 'ann@example.com', '--days', '30', '--repair'],
    ['mailboxes', 'show', '--', id],
    ['-h'],
    ['--an-option-of-many-letters'],
    [],
  ]) {
    expect(idsLast(args)).toEqual(args);
  }
});
