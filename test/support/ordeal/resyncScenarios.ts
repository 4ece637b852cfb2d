import { resyncMailbox } from '../../../shared/sync/resyncMailbox.ts';
import { anAddress } from '../builders.ts';
import { allStored, FETCHING, mailsTo, newMessage, poll, type Scenario } from './scenario.ts';

const HOUR_MS = 3_600_000;

/** Gmail's history tells none of it: a mail that came, a change, a deletion. A stranger's mail is decided about anew. */
const RESYNC: Scenario = {
  name: 'a resync, while new mail arrives',
  awaits: [...FETCHING, 'gmail.listMessages', 'store.copiesOf'],
  atLeast: 20,
  async arrange(stage) {
    const mailbox = await stage.connect();
    const mail = mailsTo(stage, mailbox);
    const { account, mailboxId } = mailbox;
    const [kept, removed] = [account.deliver(mail('kept')), account.deliver(mail('removed'))];
    const stranger = account.deliver(mail('strange', anAddress('stranger')));
    await stage.poll();
    const missed = account.seed(2, (index) => mail(`missed ${index}`));
    account.mailbox.quietly(() => {
      account.modify(kept.id, { remove: ['UNREAD'] });
      account.delete(removed.id);
    });
    await stage.poll();
    stage.forgetFetches();
    const since = new Date(Date.now() - 2 * HOUR_MS);
    const asked = { ...stage.deps, jobs: { publish: async () => {} } };
    await resyncMailbox(asked, { mailboxId, since, leftOut: true });
    const news = account.deliver(mail('news'));
    return {
      run: poll(mailbox),
      outcome: {
        ledgers: [{ ...allStored([kept, removed, ...missed, news]), [stranger.id]: 'no-contact' }],
        messages: [
          { ...newMessage('kept'), read: true },
          newMessage('missed 0'),
          newMessage('missed 1'),
          newMessage('news'),
          { ...newMessage('removed'), read: true, deleted: true },
        ],
        conversations: [{ messages: 4, unread: 3, last: 'news' }],
      },
    };
  },
};

/** What operations have asked for. */
export const RESYNC_SCENARIOS = [RESYNC];
