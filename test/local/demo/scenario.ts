import { randomUUID } from 'node:crypto';
import type { Mail } from '../../support/gmail/mail.ts';
import { DIALOGUES, OLDER_SUBJECTS, STRANGE_SUBJECTS } from './dialogues.ts';
import { AGENT, CONTACTS, STRANGERS } from './people.ts';
import { type Person, titleOf, written } from './person.ts';

/** Something that happens in the mailbox. */
export type Happening =
  | { readonly kind: 'in' | 'out'; readonly who: string; readonly mail: Mail }
  /** The agent reads the newest unread mail of a contact. */
  | { readonly kind: 'read' };

/** Of seven happenings the third is a stranger's mail and the sixth a reading; the others are turns of dialogues. */
const CYCLE = 7;

/** A working day without end: contacts write, the agent answers, strangers interrupt, mail is read. */
export function* scenario(): Generator<Happening, never> {
  const turns = turnsOfDialogues();
  for (let count = 1; ; count += 1) {
    if (count % CYCLE === 3) yield fromStranger(Math.floor(count / CYCLE));
    else if (count % CYCLE === 6) yield { kind: 'read' };
    else yield turns.next().value;
  }
}

/** Two dialogues at a time, so that conversations mix; each turn answers the one before. */
function* turnsOfDialogues(): Generator<Happening, never> {
  for (let first = 0; ; first += 2) {
    const pair = [openDialogue(first), openDialogue(first + 1)];
    for (let turn = 0; pair.some(({ length }) => turn < length); turn += 1) {
      for (const dialogue of pair) {
        const happening = dialogue[turn];
        if (happening) yield happening;
      }
    }
  }
}

function openDialogue(index: number): readonly Happening[] {
  const contact = at(CONTACTS, index);
  const { subject, turns } = at(DIALOGUES, index);
  const ids = turns.map(() => `${randomUUID()}@mail.example`);
  return turns.map((text, turn): Happening => {
    const byContact = turn % 2 === 0;
    const [from, to] = byContact ? [contact, AGENT] : [AGENT, contact];
    const mail: Mail = {
      from: written(from),
      to: written(to),
      subject: turn === 0 ? subject : `Re: ${subject}`,
      text,
      messageId: at(ids, turn),
      references: ids.slice(0, turn),
      inReplyTo: ids[turn - 1],
    };
    return { kind: byContact ? 'in' : 'out', who: titleOf(contact), mail };
  });
}

function fromStranger(index: number): Happening {
  const stranger = at(STRANGERS, index);
  const subject = at(STRANGE_SUBJECTS, index);
  const html = `<p>${subject}.</p><p><a href="https://example.com/">Read more</a></p>`;
  return {
    kind: 'in',
    who: titleOf(stranger),
    mail: { from: written(stranger), to: written(AGENT), subject, html },
  };
}

/** The mails of the days before the mailbox was connected, oldest first: of contacts, and every fourth a stranger's. */
export const olderMail = (index: number, count: number): Mail => olderMailOf(AGENT, CONTACTS, index, count);

/** The same of another agent's mailbox. */
export function olderMailOf(agent: Person, contacts: readonly Person[], index: number, count: number): Mail {
  const sender: Person = index % 4 === 3 ? at(STRANGERS, index) : at(contacts, index);
  return {
    from: written(sender),
    to: written(agent),
    subject: at(OLDER_SUBJECTS, index),
    text: 'Best regards',
    date: new Date(Date.now() - (count - index) * 5 * 3_600_000),
    labelIds: ['INBOX'],
  };
}

/** Lists repeat themselves. */
function at<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('An empty list has no items');
  return item;
}
