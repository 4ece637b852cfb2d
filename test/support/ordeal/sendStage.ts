import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { composeMail } from '../../../shared/adapters/mime/composeMail.ts';
import { CALLABLES, type CheckedInput } from '../../../shared/domain/callables/callables.ts';
import { HistoryId } from '../../../shared/domain/historyId.ts';
import { type LocationId, MailboxId } from '../../../shared/domain/ids.ts';
import { GMAIL_SCOPES } from '../../../shared/domain/scopes.ts';
import type { Agent } from '../../../shared/domain/tenancy.ts';
import { backfillMailbox } from '../../../shared/sync/backfillMailbox.ts';
import type { SyncDeps } from '../../../shared/sync/deps.ts';
import type { SendDeps } from '../../../shared/sync/sending/sendDeps.ts';
import { sendMessage } from '../../../shared/sync/sending/sendMessage.ts';
import { syncMailbox } from '../../../shared/sync/syncMailbox.ts';
import { anAddress } from '../builders.ts';
import type { Account } from '../gmail/account.ts';
import type { Ground } from '../universe/ground.ts';
import type { SendClock } from './sendClock.ts';
import { type Attempt, unreliably } from './sendWire.ts';

export type SendAnswer = Awaited<ReturnType<typeof sendMessage>>;

/** A claim that nobody holds any more is over after some of them; no send takes longer. */
const MOST_REPEATS = 40;

/** Long enough for a lease to run out. */
const LEASE_IS_OVER_MS = 10 * 60_000;

interface Cast {
  readonly locationId: LocationId;
  readonly agent: Agent;
  readonly mailboxId: MailboxId;
  readonly account: Account;
  readonly recipient: Account;
}

/** An agent with a live mailbox, a contact with one of their own, and one mail that is to be sent. */
export class SendStage {
  readonly deps: SendDeps;
  readonly clock: SendClock;
  readonly #ground: Ground;
  readonly #cast: Cast;
  readonly #input: CheckedInput<'sendMessage'>;
  readonly #answers: SendAnswer[] = [];

  private constructor(ground: Ground, clock: SendClock, cast: Cast, attempts: readonly Attempt[]) {
    const { product, gmail } = ground;
    this.#ground = ground;
    this.#cast = cast;
    this.clock = clock;
    const { account } = cast;
    this.deps = {
      ...product,
      composeMail,
      gmail: unreliably(product.gmail, { attempts: [...attempts], account, faults: gmail.faults, clock }),
    };
    this.#input = CALLABLES.sendMessage.input.parse({
      mailboxId: cast.mailboxId,
      requestId: randomUUID(),
      to: [{ name: 'Ann Archer', address: cast.recipient.address }],
      subject: 'The flat',
      text: 'Is it still free?',
    });
  }

  /** `lagMs`: how late Gmail's search shows what was sent. */
  static async set(
    ground: Ground,
    clock: SendClock,
    { lagMs, attempts }: { lagMs: number; attempts: readonly Attempt[] },
  ): Promise<SendStage> {
    clock.forget();
    const locationId = await ground.location({ excluded: [], skipAutomated: false });
    const agent: Agent = { uid: await ground.agent([locationId]), email: '', locationIds: [locationId] };
    const [emailAddress, contact] = [anAddress('agent'), anAddress('contact')];
    await ground.contact(locationId, [contact]);
    const account = ground.gmail.addAccount({ address: emailAddress });
    const recipient = ground.gmail.addAccount({ address: contact });
    account.searchTraps.sentVisibleAfterMs = lagMs;
    const mailboxId = MailboxId.of(emailAddress);
    const { grants, connections } = ground.product;
    const { refreshToken } = ground.gmail.oauth.grant({ address: emailAddress, scopes: GMAIL_SCOPES });
    const sealed = await grants.seal(mailboxId, refreshToken);
    const to = { mailboxId, uid: agent.uid, emailAddress, now: clock.now() };
    await connections.connect(to, { sealed, scopes: GMAIL_SCOPES });
    await backfillMailbox(ground.product, mailboxId);
    return new SendStage(ground, clock, { locationId, agent, mailboxId, account, recipient }, attempts);
  }

  /** The agent asks, or asks again. */
  async ask(deps: SendDeps = this.deps): Promise<SendAnswer> {
    const answer = await sendMessage(deps, { agent: this.#cast.agent, input: this.#input });
    this.#answers.push(answer);
    return answer;
  }

  /** Gmail's notification of what is in the mailbox now. */
  push(deps: SyncDeps = this.deps): Promise<unknown> {
    const historyId = HistoryId.of(this.#cast.account.historyId);
    return syncMailbox(deps, this.#cast.mailboxId, { reason: 'push', historyId });
  }

  poll(deps: SyncDeps = this.deps): Promise<unknown> {
    return syncMailbox(deps, this.#cast.mailboxId, { reason: 'poll' });
  }

  /** Repeats until the agent is told that it is sent, waiting as long as they are told to. */
  async askUntilSent(): Promise<void> {
    for (let repeats = 0; repeats < MOST_REPEATS; repeats += 1) {
      const answer = await this.ask();
      if (answer.outcome === 'sent') return;
      if (answer.outcome !== 'refused') throw new Error(`The mail is ${answer.outcome}`);
      this.clock.pass((answer.retryAfterSeconds ?? 1) * 1_000);
    }
    throw new Error(`It is not sent: ${JSON.stringify(this.#answers)}`);
  }

  /** It was sent once, arrived once and is stored once; every answer said the same, and the last one costs no call. */
  async expectOnce(): Promise<void> {
    const { account, recipient, locationId, mailboxId } = this.#cast;
    this.clock.pass(LEASE_IS_OVER_MS);
    await this.poll();
    const sent = account.messages();
    expect(sent.map(({ subject }) => subject)).toEqual(['The flat']);
    expect(recipient.messages().map(({ messageId }) => messageId)).toEqual(
      sent.map((mail) => mail.messageId),
    );
    const gmailId = sent[0]?.id ?? '';
    const messages = await this.#ground.messages(locationId);
    expect(messages).toMatchObject([{ emailMessageId: gmailId, direction: 'outbound', deletedAt: null }]);
    expect(await this.#ground.ledger(mailboxId)).toMatchObject({ [gmailId]: { state: 'stored' } });
    expect(await this.#ground.conversations(locationId)).toMatchObject([{ messageCount: 1, unreadCount: 0 }]);
    account.usage.reset();
    const answer = await this.ask();
    const messageIds = messages.map(({ messageId }) => messageId);
    expect(answer).toEqual({ outcome: 'sent', messageIds, gmailId, threadId: sent[0]?.threadId });
    expect(account.usage.calls).toEqual([]);
    const told = this.#answers.flatMap((each) => (each.outcome === 'sent' ? each.gmailId : []));
    expect(new Set(told)).toEqual(new Set([gmailId]));
  }
}
