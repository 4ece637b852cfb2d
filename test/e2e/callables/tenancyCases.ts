import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { CallableInput, CallableName } from '../../../shared/domain/callables/callables.ts';
import { anAddress } from '../../support/builders.ts';
import { eventually } from '../../support/eventually.ts';
import type { FirestoreProxy } from '../../support/firestore-proxy/firestoreProxy.ts';
import { type CallableCases, type CallableStage, touched } from '../../support/stack/callableStage.ts';
import { type Client, refusalOf } from '../../support/stack/client.ts';
import { everyDocument } from '../../support/stack/everyDocument.ts';
import { CALLABLE_NAMES, type Ids, missingIds, SAMPLES } from './samples.ts';

type Attempts<Name extends CallableName> = (of: Ids, own: Ids) => readonly CallableInput<Name>[];

/** What could be reached with ids that are not the caller's own, each alone and next to the caller's own. */
const ATTEMPTS: { readonly [Name in CallableName]: Attempts<Name> } = {
  connectGmail: () => [],
  disconnectGmail: ({ mailboxId }) => [{ mailboxId }, { mailboxId, deleteData: true }],
  getSyncStatus: () => [],
  syncNow: (of) => [SAMPLES.syncNow(of)],
  saveContact: (of, own) => [
    SAMPLES.saveContact(of),
    { ...SAMPLES.saveContact(of), emails: [anAddress('contact')] },
    { ...SAMPLES.saveContact(own), contactId: of.contactId },
    { ...SAMPLES.saveContact(of), contactId: of.contactId },
    { ...SAMPLES.saveContact(of), contactId: own.contactId },
  ],
  fetchContactHistory: (of) => [SAMPLES.fetchContactHistory(of)],
  sendMessage: (of, own) => [
    { ...SAMPLES.sendMessage(of), requestId: randomUUID() },
    { ...SAMPLES.sendMessage(own), requestId: randomUUID(), replyToMessageId: of.messageId },
    { ...SAMPLES.sendMessage(of), requestId: randomUUID(), replyToMessageId: own.messageId },
  ],
  markConversationRead: (of) => [
    SAMPLES.markConversationRead(of),
    { ...SAMPLES.markConversationRead(of), read: false },
  ],
  getAttachment: (of, own) => [
    SAMPLES.getAttachment(of),
    { messageId: of.messageId, attachmentId: own.attachmentId },
    { messageId: of.messageId, attachmentId: 'html' },
  ],
  explainMessage: (of) => [SAMPLES.explainMessage(of), { mailboxId: of.mailboxId, query: 'in:anywhere' }],
  saveLocation: (of) => [
    SAMPLES.saveLocation(of),
    { locationId: of.locationId },
    { locationId: of.locationId, excluded: [] },
  ],
  linkGhl: (of) => [SAMPLES.linkGhl(of), { locationId: of.locationId }],
  unlinkGhl: (of) => [SAMPLES.unlinkGhl(of)],
  retryOutbox: (of) => [SAMPLES.retryOutbox(of), { locationId: of.locationId }],
};

/** An agent with a stored mail that has an attachment, and the ids of all that. */
async function anOffice(stage: CallableStage) {
  const agent = await stage.agents.aLiveAgent();
  const { locationId, email, account, mailboxId } = agent;
  const { contactId, emails } = await stage.tenants.contact(locationId);
  account.deliver({
    from: emails[0] ?? '',
    to: email,
    attachments: [{ filename: 'plan.txt', content: 'The plan' }],
  });
  const message = await eventually('its mail is stored', async () => {
    const [found] = await stage.store.messages(locationId);
    const { lease } = await stage.store.mailbox(mailboxId);
    return lease.holder === null && found;
  });
  const [conversationId = ''] = message.conversationIds;
  const [attachment] = message.attachments;
  const { messageId } = message;
  const ids: Ids = {
    mailboxId,
    locationId,
    contactId,
    conversationId,
    messageId,
    attachmentId: attachment?.attachmentId ?? '',
  };
  return { ...agent, ids };
}

type Office = Awaited<ReturnType<typeof anOffice>>;

/** Everything that is stored, but for how often somebody has called. */
async function stored(stage: CallableStage): Promise<ReadonlyMap<string, string>> {
  const documents = await everyDocument(stage.db);
  return new Map(
    documents
      .filter(({ path }) => !path.startsWith('rateLimits/'))
      .map(({ path, text }) => [path, text] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** How a call ended, and what was read, written and asked of Gmail for it. */
async function traceOf(client: Client, firestore: FirestoreProxy, name: CallableName, input: object) {
  firestore.reset();
  const refusal = await refusalOf(client.send(name, input));
  return { name, refusal, touched: touched(firestore) };
}

const gmailCalls = (offices: readonly Office[]) => offices.map(({ account }) => account.usage.calls.length);

/** Calls everything with ids of `theirs`, and with ids of nothing: nobody can tell the one from the other. */
async function expectNothingIsTold(
  stage: CallableStage,
  { caller, offices, theirs, own }: { caller: Office; offices: readonly Office[]; theirs: Ids; own: Ids },
  names: readonly CallableName[] = CALLABLE_NAMES,
) {
  const { served, firestore, close } = await stage.serveCounted();
  const client = await stage.client(caller, served);
  // The first call reads no more than the others; its connection is made before.
  await client.call('getSyncStatus', {});
  const [before, calls] = [await stored(stage), gmailCalls(offices)];
  for (const name of names) {
    const missing = ATTEMPTS[name](missingIds(), own);
    for (const [index, input] of ATTEMPTS[name](theirs, own).entries()) {
      const foreign = await traceOf(client, firestore, name, input);
      expect(foreign).toEqual(await traceOf(client, firestore, name, { ...missing[index] }));
      expect(foreign).toMatchObject({ name, refusal: { code: 'not-found', details: undefined } });
    }
  }
  expect(await stored(stage)).toEqual(before);
  expect(gmailCalls(offices)).toEqual(calls);
  await close();
}

export const TENANCY_CASES: CallableCases = {
  'an agent learns nothing of what another location has, not even that it is there': async (stage) => {
    const [ours, theirs] = [await anOffice(stage), await anOffice(stage)];
    await expectNothingIsTold(stage, {
      caller: ours,
      offices: [ours, theirs],
      theirs: theirs.ids,
      own: ours.ids,
    });
  },

  'a colleague’s mailbox is as closed as one that is not there': async (stage) => {
    const ours = await anOffice(stage);
    const colleague = await stage.agents.anAgent(ours.locationId);
    await expectNothingIsTold(
      stage,
      {
        caller: { ...ours, ...colleague },
        offices: [ours],
        theirs: { ...missingIds(), mailboxId: ours.ids.mailboxId },
        own: missingIds(),
      },
      ['disconnectGmail', 'syncNow', 'explainMessage', 'sendMessage'],
    );
  },

  'an agent whom a location was taken from learns nothing of it either': async (stage) => {
    const office = await anOffice(stage);
    const former = await stage.agents.anAgent(office.locationId);
    const elsewhere = await stage.tenants.location();
    await stage.tenants.writeUser(former.uid, { email: former.email, locationIds: [elsewhere] });
    const own = { ...missingIds(), locationId: elsewhere };
    await expectNothingIsTold(stage, {
      caller: { ...office, ...former },
      offices: [office],
      theirs: office.ids,
      own,
    });
  },
};
