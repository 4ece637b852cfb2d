import { anAddress } from '../builders.ts';
import {
  allStored,
  EVERY_RUN,
  FETCHING,
  mailsTo,
  newMessage,
  poll,
  push,
  type Scenario,
} from './scenario.ts';

const NEW_MAIL: Scenario = {
  name: 'a new mail',
  awaits: FETCHING,
  atLeast: 8,
  async arrange(stage) {
    const mailbox = await stage.connect();
    const { id } = mailbox.account.deliver(mailsTo(stage, mailbox)('new'));
    return {
      run: push(mailbox),
      outcome: {
        ledgers: [{ [id]: 'stored' }],
        messages: [newMessage('new')],
        conversations: [{ messages: 1, unread: 1, last: 'new' }],
      },
    };
  },
};

export const THREAD_AND_STRANGER: Scenario = {
  name: 'several mails of one thread, and a stranger’s',
  awaits: [...FETCHING, 'gmail.getThread'],
  atLeast: 9,
  async arrange(stage) {
    const mailbox = await stage.connect();
    const mail = mailsTo(stage, mailbox);
    const first = mailbox.account.deliver(mail('mail 0'));
    const more = [1, 2, 3].map((index) =>
      mailbox.account.deliver({ ...mail(`mail ${index}`), threadId: first.threadId }),
    );
    const stranger = mailbox.account.deliver(mail('strange', anAddress('stranger')));
    return {
      run: push(mailbox),
      outcome: {
        ledgers: [
          {
            ...allStored([first, ...more]),
            [stranger.id]: 'no-contact',
          },
        ],
        messages: ['mail 0', 'mail 1', 'mail 2', 'mail 3'].map(newMessage),
        conversations: [{ messages: 4, unread: 4, last: 'mail 3' }],
      },
    };
  },
};

const CHANGE_AND_DELETION: Scenario = {
  name: 'a change of labels and a deletion',
  awaits: EVERY_RUN,
  atLeast: 5,
  locks: true,
  async arrange(stage) {
    const mailbox = await stage.connect();
    const mail = mailsTo(stage, mailbox);
    const kept = mailbox.account.deliver(mail('kept'));
    const deleted = mailbox.account.deliver(mail('removed'));
    await stage.poll();
    mailbox.account.modify(kept.id, { remove: ['UNREAD'] });
    mailbox.account.delete(deleted.id);
    return {
      run: poll(mailbox),
      outcome: {
        ledgers: [{ [kept.id]: 'stored', [deleted.id]: 'stored' }],
        messages: [
          { ...newMessage('kept'), read: true },
          { ...newMessage('removed'), read: true, deleted: true },
        ],
        conversations: [{ messages: 1, unread: 0, last: 'kept' }],
      },
    };
  },
};

const TWO_MAILBOXES: Scenario = {
  name: 'one mail that is in two mailboxes of a location, synced by the same process',
  awaits: FETCHING,
  atLeast: 16,
  async arrange(stage) {
    const mailboxes = [await stage.connect(), await stage.connect()] as const;
    const mail = { ...mailsTo(stage, mailboxes[0])('shared'), messageId: `${anAddress('shared')}` };
    const ids = mailboxes.map(({ account }) => account.deliver(mail).id);
    const runs = mailboxes.map(push);
    return {
      run: async (deps) => {
        for (const run of runs) await run(deps);
      },
      outcome: {
        ledgers: ids.map((id) => ({ [id]: 'stored' })),
        messages: [{ ...newMessage('shared'), copies: 2 }],
        conversations: [{ messages: 1, unread: 1, last: 'shared' }],
      },
    };
  },
};

/** What a mailbox goes through every day. */
export const DELTA_SCENARIOS = [NEW_MAIL, THREAD_AND_STRANGER, CHANGE_AND_DELETION, TWO_MAILBOXES];
