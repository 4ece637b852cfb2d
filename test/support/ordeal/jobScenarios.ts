import { runJob } from '../../../shared/sync/runJob.ts';
import { anAddress } from '../builders.ts';
import { allStored, EVERY_RUN, FETCHING, mailsTo, newMessage, poll, type Scenario } from './scenario.ts';

const BACKFILL: Scenario = {
  name: 'an initial sync',
  awaits: [...FETCHING, 'gmail.getProfile', 'gmail.listSendAs', 'gmail.watch', 'gmail.listMessages'],
  atLeast: 16,
  async arrange(stage) {
    const mailbox = await stage.connect({ live: false });
    const mail = mailsTo(stage, mailbox);
    const stored = ['mail 0', 'mail 1', 'mail 2'].map((subject) => mailbox.account.deliver(mail(subject)));
    const stranger = mailbox.account.deliver(mail('strange', anAddress('stranger')));
    return {
      run: (deps) => runJob(deps, { type: 'initial', mailboxId: mailbox.mailboxId }),
      outcome: {
        ledgers: [
          {
            ...allStored(stored),
            [stranger.id]: 'no-contact',
          },
        ],
        messages: ['mail 0', 'mail 1', 'mail 2'].map(newMessage),
        conversations: [{ messages: 3, unread: 3, last: 'mail 2' }],
      },
    };
  },
};

/** Two threads, so that few calls fill the fifty messages after which a run looks at its clock. */
const OUT_OF_TIME: Scenario = {
  name: 'a run that is out of time and goes on as a job',
  awaits: [...EVERY_RUN, 'gmail.getThread', 'jobs.publish'],
  atLeast: 10,
  async arrange(stage) {
    const mailbox = await stage.connect();
    const mail = mailsTo(stage, mailbox);
    const subjects = Array.from({ length: 56 }, (_, index) => `mail ${index + 10}`);
    const starts = [mailbox.account.deliver(mail('mail 10')), mailbox.account.deliver(mail('mail 11'))];
    const more = subjects
      .slice(2)
      .map((subject, index) =>
        mailbox.account.deliver({ ...mail(subject), threadId: starts[index % 2]?.threadId }),
      );
    return {
      run: (deps) => poll(mailbox)({ ...deps, settings: { ...deps.settings, runMs: 0 } }),
      outcome: {
        ledgers: [allStored([...starts, ...more])],
        messages: subjects.map(newMessage),
        conversations: [{ messages: 56, unread: 56, last: 'mail 65' }],
      },
    };
  },
};

/** What was missed is of every kind: a mail, a change, a deletion, and a mail that came out of spam. */
const RECOVERY: Scenario = {
  name: 'a recovery from an expired history',
  awaits: [...FETCHING, 'gmail.getProfile', 'gmail.listMessages'],
  atLeast: 20,
  async arrange(stage) {
    const mailbox = await stage.connect();
    const mail = mailsTo(stage, mailbox);
    const { account } = mailbox;
    const [kept, removed] = [account.deliver(mail('kept')), account.deliver(mail('removed'))];
    const spam = account.spam(mail('spam at first'));
    await stage.poll();
    account.modify(kept.id, { remove: ['UNREAD'] });
    account.delete(removed.id);
    account.modify(spam.id, { remove: ['SPAM'], add: ['INBOX'] });
    const missed = [account.deliver(mail('missed 0')), account.deliver(mail('missed 1'))];
    account.expireHistory();
    return {
      run: poll(mailbox),
      outcome: {
        ledgers: [allStored([kept, removed, spam, ...missed])],
        messages: [
          { ...newMessage('kept'), read: true },
          newMessage('missed 0'),
          newMessage('missed 1'),
          { ...newMessage('removed'), read: true, deleted: true },
          newMessage('spam at first'),
        ],
        conversations: [{ messages: 4, unread: 3, last: 'missed 1' }],
      },
    };
  },
};

/** Runs that are more than a delta. */
export const JOB_SCENARIOS = [BACKFILL, OUT_OF_TIME, RECOVERY];
