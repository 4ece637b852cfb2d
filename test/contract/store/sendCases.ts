import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { GmailMessageId, GmailThreadId, MailboxId, MessageId, SendId } from '../../../shared/domain/ids.ts';
import { claim, doubt, isClaimedBy, recordSent, release } from '../../../shared/domain/outgoing/send.ts';
import { anAddress } from '../../support/builders.ts';
import { anArrival, aRun, aTenant, NOW, stores } from './scenario.ts';
import type { StoreCases } from './storeFixture.ts';

function aSend() {
  const mailboxId = MailboxId.of(anAddress());
  const asked = { sendId: SendId.of(mailboxId, randomUUID()), mailboxId, content: randomUUID() };
  return { ...asked, by: (holder: string) => claim(asked, { holder, seen: undefined, now: NOW }) };
}

export const SEND_CASES: StoreCases = {
  'a send that nobody has begun is not there': async ({ store }) => {
    expect(await store.readSend(aSend().sendId)).toBeUndefined();
  },

  'a claim is read back, and whatever becomes of it': async ({ store }) => {
    const { sendId, mailboxId, content, by } = aSend();
    const claimed = await store.changeSend(sendId, by('a'));
    expect(claimed).toMatchObject({ sendId, mailboxId, content, state: 'claimed', holder: 'a' });
    expect(await store.readSend(sendId)).toEqual(claimed);
    const uncertain = await store.changeSend(sendId, doubt('a', NOW));
    expect(uncertain).toMatchObject({ state: 'uncertain' });
    expect(await store.readSend(sendId)).toEqual(uncertain);
    const ref = { gmailId: GmailMessageId('18c2'), threadId: GmailThreadId('18c1') };
    const sent = await store.changeSend(sendId, recordSent({ sendId, mailboxId, content }, ref, NOW));
    expect(sent).toEqual({ sendId, mailboxId, content, expireAt: expect.any(Date), state: 'sent', ...ref });
    expect(await store.readSend(sendId)).toEqual(sent);
  },

  'a claim that is let go leaves nothing behind': async ({ store }) => {
    const { sendId, by } = aSend();
    await store.changeSend(sendId, by('a'));
    expect(await store.changeSend(sendId, release('a'))).toBeUndefined();
    expect(await store.readSend(sendId)).toBeUndefined();
    expect(await store.changeSend(sendId, release('a'))).toBeUndefined();
  },

  'of many who claim a send at the same time one has it': async ({ store }) => {
    const { sendId, by } = aSend();
    const holders = ['a', 'b', 'c', 'd', 'e'];
    const seen = await Promise.all(
      holders.map(async (holder) => isClaimedBy(await store.changeSend(sendId, by(holder)), holder)),
    );
    expect(seen.filter(Boolean)).toHaveLength(1);
  },

  'of a message that is answered, its thread is read and none of its words': async (fixture) => {
    const { store, stored } = fixture;
    const { mailbox, contact, locationId } = await aTenant(fixture);
    const run = await aRun(fixture, mailbox);
    const headers = { References: '<a@x.org> <b@x.org>', Subject: 'The flat' };
    await run.commit([stores(anArrival(mailbox, contact, { headers }), [contact])]);
    const [message] = await stored.messages(locationId);
    const messageId = message?.messageId ?? MessageId('');
    expect(await store.readAnswered(messageId)).toEqual({
      locationId,
      envelope: {
        rfc822MessageId: message?.envelope.rfc822MessageId,
        references: ['a@x.org', 'b@x.org'],
        subject: 'The flat',
      },
      copies: message?.copies,
    });
    expect(await store.readAnswered(MessageId(randomUUID()))).toBeUndefined();
  },
};
