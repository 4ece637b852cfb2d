import { FETCHING, mailsTo, newMessage, poll, push, type Scenario } from './scenario.ts';
import type { Outcome, Stage, StageMailbox } from './stage.ts';

const SENT_DRAFTS: Scenario = {
  name: 'drafts that are sent, under their old id and under a new one',
  awaits: FETCHING,
  atLeast: 9,
  async arrange(stage) {
    const mailbox = await stage.connect();
    const { account, emailAddress } = mailbox;
    const mail = mailsTo(stage, mailbox);
    const [keeps, changes] = ['keeps its id', 'changes its id'].map((subject) =>
      account.saveDraft({ ...mail(subject, emailAddress), to: stage.contact }),
    );
    await stage.poll();
    if (!keeps || !changes) throw new Error('Two drafts were saved');
    account.sendDraft(keeps.draftId, { keepId: true });
    const sent = account.sendDraft(changes.draftId);
    return {
      run: push(mailbox),
      outcome: {
        ledgers: [{ [keeps.id]: 'stored', [changes.id]: 'draft', [sent.id]: 'stored' }],
        messages: ['changes its id', 'keeps its id'].map((subject) => ({
          ...newMessage(subject),
          read: true,
        })),
        conversations: [{ messages: 2, unread: 0, last: 'changes its id' }],
      },
    };
  },
};

const LATE_HISTORY: Scenario = {
  name: 'a mail that history shows later than its notification says',
  awaits: [...FETCHING, 'clock.sleep'],
  atLeast: 11,
  async arrange(stage) {
    const mailbox = await stage.connect();
    mailbox.account.historyTraps.lag.lists = 1;
    const outcome = newMailIn(stage, mailbox);
    return { run: push(mailbox), outcome };
  },
};

const PUSH_AND_POLL: Scenario = {
  name: 'push and poll of the same mail at the same moment',
  awaits: FETCHING,
  atLeast: 9,
  async arrange(stage) {
    const mailbox = await stage.connect();
    const outcome = newMailIn(stage, mailbox);
    const runs = [push(mailbox), poll(mailbox)];
    return { run: (deps) => Promise.all(runs.map((run) => run(deps))), outcome };
  },
};

function newMailIn(stage: Stage, mailbox: StageMailbox): Outcome {
  const { id } = mailbox.account.deliver(mailsTo(stage, mailbox)('new'));
  return {
    ledgers: [{ [id]: 'stored' }],
    messages: [newMessage('new')],
    conversations: [{ messages: 1, unread: 1, last: 'new' }],
  };
}

/** What happens to a delta now and then. */
export const RARE_SCENARIOS = [SENT_DRAFTS, LATE_HISTORY, PUSH_AND_POLL];
