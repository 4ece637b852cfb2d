import { SyncError } from '../../../shared/domain/syncError.ts';
import { runJob } from '../../../shared/sync/runJob.ts';
import { anAddress } from '../builders.ts';
import { allStored, FETCHING, mailsTo, newMessage, type Scenario } from './scenario.ts';
import type { Stage, StageMailbox } from './stage.ts';

const LISTING = [...FETCHING, 'gmail.listMessages', 'store.ledgerPage'];

/** The ledger that is retired has skipped the very mail that is the new agent's, and stored what is not. */
const TAKE_OVER: Scenario = {
  name: 'a first sync of a mailbox that was another agent’s',
  awaits: [...LISTING, 'gmail.getProfile', 'gmail.watch', 'store.runsPage'],
  atLeast: 22,
  async arrange(stage) {
    const mailbox = await stage.connect();
    const { mailboxId, account } = mailbox;
    const newContact = anAddress('contact');
    const mail = mailsTo(stage, mailbox);
    const first = account.deliver(mail('the first one’s'));
    const second = account.deliver(mail('the second one’s', newContact));
    await stage.poll();
    await stage.disconnect(mailbox);
    await runJob(stage.deps, { type: 'disconnect', mailboxId });
    await stage.takeOver(mailbox, newContact);
    stage.forgetFetches();
    return {
      run: (deps) => runJob(deps, { type: 'initial', mailboxId }),
      outcome: {
        ledgers: [{ [first.id]: 'no-contact', [second.id]: 'stored' }],
        messages: [newMessage('the first one’s'), newMessage('the second one’s')],
        conversations: [
          { messages: 1, unread: 1, last: 'the first one’s' },
          { messages: 1, unread: 1, last: 'the second one’s' },
        ],
      },
    };
  },
};

/** By then others have arrived, so that the newest, to which the listing is limited, are not it. */
const STRUCK: Scenario = {
  name: 'a first sync that goes on after a mail could not be read',
  awaits: LISTING,
  atLeast: 17,
  async arrange(stage) {
    stage.limitInitialSync(2);
    const mailbox = await stage.connect({ live: false });
    const mail = mailsTo(stage, mailbox);
    const struck = mailbox.account.deliver(mail('broken at first'));
    await strike(stage, mailbox);
    const newest = [mailbox.account.deliver(mail('new 0')), mailbox.account.deliver(mail('new 1'))];
    stage.forgetFetches();
    return {
      run: (deps) => runJob(deps, { type: 'initial', mailboxId: mailbox.mailboxId }),
      outcome: {
        ledgers: [allStored([struck, ...newest])],
        messages: ['broken at first', 'new 0', 'new 1'].map(newMessage),
        conversations: [{ messages: 3, unread: 3, last: 'new 1' }],
      },
    };
  },
};

/** A first sync in which Gmail answers nonsense for the only mail. */
async function strike({ gmail, deps }: Stage, { mailboxId, emailAddress }: StageMailbox): Promise<void> {
  gmail.faults.add({ method: 'messages.get', account: emailAddress, reply: { status: 200, body: [7] } });
  const failure: unknown = await runJob(deps, { type: 'initial', mailboxId }).catch((error) => error);
  if (!SyncError.is(failure, 'malformedAnswer'))
    throw new Error('The mail was not struck', { cause: failure });
}

/** First syncs that find a ledger that is not empty. */
export const FIRST_SYNC_SCENARIOS = [TAKE_OVER, STRUCK];
