import { setTimeout } from 'node:timers/promises';
import type { Account } from '../../support/gmail/account.ts';
import type { Mail } from '../../support/gmail/mail.ts';
import type { Journal, Settled } from './journal.ts';
import type { OwnMail } from './ownMail.ts';
import { AGENT } from './people.ts';
import { titleOf, written } from './person.ts';
import type { Happening } from './scenario.ts';

/** The agent's Gmail account: whatever happens in it is written to the journal. */
export class DemoMailbox {
  readonly account: Account;
  readonly #journal: Journal;
  readonly #isContact: (address: string) => boolean;

  constructor(account: Account, journal: Journal, isContact: (address: string) => boolean) {
    this.account = account;
    this.#journal = journal;
    this.#isContact = isContact;
  }

  play(happening: Happening): void {
    if (happening.kind === 'read') this.#readNewest();
    else void this.#add(happening.kind, happening.who, happening.mail);
  }

  /** Delivers what a person wrote. Undefined where nothing became of it within ten seconds. */
  async deliver({ from, subject, body }: OwnMail): Promise<Settled | undefined> {
    const mail = { from: written(from), to: written(AGENT), subject, text: body };
    const settled = this.#add('in', titleOf(from), mail);
    return Promise.race([settled, setTimeout(10_000, undefined, { ref: false })]);
  }

  #add(kind: 'in' | 'out', who: string, mail: Mail): Promise<Settled> {
    const at = Date.now();
    const { id, historyId } = kind === 'in' ? this.account.deliver(mail) : this.account.sent(mail);
    return this.#journal.announce({ kind, who, subject: mail.subject ?? '', gmailId: id, historyId, at });
  }

  #readNewest(): void {
    const unread = this.account
      .messages()
      .filter(({ labelIds, from }) => labelIds.includes('UNREAD') && from.some(this.#isContact))
      .findLast(({ id }) => !this.#journal.isAwaited(id));
    if (!unread) return;
    const at = Date.now();
    const { id, historyId } = this.account.modify(unread.id, { remove: ['UNREAD'] });
    const { subject } = unread;
    void this.#journal.announce({ kind: 'read', who: AGENT.name, subject, gmailId: id, historyId, at });
  }
}
