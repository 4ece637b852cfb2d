import type { SyncDeps } from '../../../shared/sync/deps.ts';
import { runJob } from '../../../shared/sync/runJob.ts';
import { anAddress } from '../builders.ts';
import { mailsTo, newMessage, type Scenario } from './scenario.ts';
import type { StageMailbox } from './stage.ts';

const LEAVING = ['store.takeLease', 'gmail.open', 'gmail.stopWatch', 'gmail.revoke', 'store.commit'];

const leave =
  ({ mailboxId }: StageMailbox) =>
  (deps: SyncDeps) =>
    runJob(deps, { type: 'disconnect', mailboxId });

const LEAVE: Scenario = {
  name: 'the end of a disconnection',
  awaits: LEAVING,
  atLeast: 6,
  async arrange(stage) {
    const mailbox = await stage.connect();
    const mail = mailsTo(stage, mailbox);
    const kept = mailbox.account.deliver(mail('kept'));
    const stranger = mailbox.account.deliver(mail('strange', anAddress('stranger')));
    await stage.poll();
    await stage.disconnect(mailbox);
    return {
      run: leave(mailbox),
      outcome: {
        ledgers: [{ [kept.id]: 'stored', [stranger.id]: 'no-contact' }],
        messages: [newMessage('kept')],
        conversations: [{ messages: 1, unread: 1, last: 'kept' }],
        endings: ['left'],
      },
    };
  },
};

/** What is deleted is the newest of its conversation. */
const ERASE: Scenario = {
  name: 'the end of a disconnection that deletes what only this mailbox has',
  awaits: [...LEAVING, 'store.ledgerPage', 'store.runsPage'],
  atLeast: 11,
  locks: true,
  async arrange(stage) {
    const [mailbox, other] = [await stage.connect(), await stage.connect()];
    const mail = mailsTo(stage, mailbox);
    const shared = { ...mail('shared'), messageId: anAddress('shared') };
    mailbox.account.deliver(shared);
    const { id } = other.account.deliver(shared);
    mailbox.account.deliver(mail('only here'));
    mailbox.account.deliver(mail('strange', anAddress('stranger')));
    await stage.poll();
    await stage.disconnect(mailbox, { deleteData: true });
    return {
      run: leave(mailbox),
      outcome: {
        ledgers: [{}, { [id]: 'stored' }],
        messages: [newMessage('shared')],
        conversations: [{ messages: 1, unread: 1, last: 'shared' }],
        endings: ['erased', 'live'],
      },
    };
  },
};

/** What a mailbox goes through when its agent has disconnected it. */
export const LEAVING_SCENARIOS = [LEAVE, ERASE];
