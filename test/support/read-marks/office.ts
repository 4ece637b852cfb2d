import { randomUUID } from 'node:crypto';
import { ConversationId, EmailAddress, type LocationId, MailboxId } from '../../../shared/domain/ids.ts';
import { GMAIL_SCOPES } from '../../../shared/domain/scopes.ts';
import type { Agent } from '../../../shared/domain/tenancy.ts';
import { backfillMailbox } from '../../../shared/sync/backfillMailbox.ts';
import { anAddress } from '../builders.ts';
import type { Account } from '../gmail/account.ts';
import type { Ground } from '../universe/ground.ts';
import type { Event } from './story.ts';

export interface Desk {
  readonly agent: Agent;
  readonly mailboxId: MailboxId;
  readonly account: Account;
  /** Of all notifications so far. */
  readonly notified: string[];
}

/** Two agents of a location with a live mailbox each, and a contact who writes to one of them or to both. */
export class Office {
  readonly ground: Ground;
  readonly locationId: LocationId;
  readonly conversationId: ConversationId;
  readonly desks: readonly [Desk, Desk];
  readonly #contact: EmailAddress;

  private constructor(of: {
    ground: Ground;
    locationId: LocationId;
    conversationId: ConversationId;
    desks: readonly [Desk, Desk];
    contact: EmailAddress;
  }) {
    this.ground = of.ground;
    this.locationId = of.locationId;
    this.conversationId = of.conversationId;
    this.desks = of.desks;
    this.#contact = of.contact;
  }

  static async open(ground: Ground): Promise<Office> {
    const locationId = await ground.location({ excluded: [], skipAutomated: false });
    const contact = anAddress('contact');
    const contactId = await ground.contact(locationId, [contact]);
    const desks = [await aDesk(ground, locationId), await aDesk(ground, locationId)] as const;
    const conversationId = ConversationId.of(locationId, contactId);
    const office = new Office({ ground, locationId, conversationId, desks, contact });
    for (const at of ['both', 'both', 0, 1] as const)
      office.happen({ type: 'arrives', at, unread: at === 'both' });
    for (const { mailboxId } of desks) {
      const { outcome } = await backfillMailbox(ground.product, mailboxId);
      if (outcome !== 'synced') throw new Error(`The first sync ended with ${outcome}`);
    }
    return office;
  }

  desk(index: number): Desk {
    return this.desks[index === 0 ? 0 : 1];
  }

  happen(event: Event): void {
    if (event.type === 'arrives') this.#arrive(event);
    else {
      const { account } = this.desk(event.box);
      const mails = account.messages();
      const { id } = mails[event.mail % mails.length] ?? {};
      if (id === undefined) throw new Error('No mail');
      if (event.type === 'star') account.modify(id, { add: ['STARRED'] });
      else account.modify(id, { [event.type === 'read' ? 'remove' : 'add']: ['UNREAD'] });
    }
    for (const { account, notified } of this.desks) notified.push(account.historyId);
  }

  #arrive({ at, unread }: Extract<Event, { type: 'arrives' }>): void {
    this.ground.clock.pass(1_001);
    const mail = {
      from: this.#contact,
      to: this.desks.map(({ account }) => account.address),
      messageId: `${randomUUID()}@example.com`,
      date: this.ground.clock.now(),
      labelIds: unread ? ['INBOX', 'UNREAD'] : ['INBOX'],
    };
    for (const [index, { account }] of this.desks.entries())
      if (at === 'both' || at === index) account.deliver(mail);
  }
}

async function aDesk({ gmail, product, agent, clock }: Ground, locationId: LocationId): Promise<Desk> {
  const emailAddress = EmailAddress(anAddress('mailbox'));
  const account = gmail.addAccount({ address: emailAddress });
  const mailboxId = MailboxId.of(emailAddress);
  const uid = await agent([locationId]);
  const { refreshToken } = gmail.oauth.grant({ address: emailAddress, scopes: GMAIL_SCOPES });
  const sealed = await product.grants.seal(mailboxId, refreshToken);
  const to = { mailboxId, uid, emailAddress, now: clock.now() };
  await product.connections.connect(to, { sealed, scopes: GMAIL_SCOPES });
  return {
    agent: { uid, email: '', locationIds: [locationId] },
    mailboxId,
    account,
    notified: [account.historyId],
  };
}
