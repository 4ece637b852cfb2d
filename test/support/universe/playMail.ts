import type { Account, Snapshot } from '../gmail/account.ts';
import type { AnyMail } from '../gmail/mail.ts';
import type { Arrive, Change, DraftEnd, MailStep } from './story.ts';
import type { Box, Universe } from './universe.ts';

/** Where people write mail. */
interface Post extends Pick<Universe, 'automated' | 'nextMail' | 'person'> {
  readonly boxes: readonly Pick<Box, 'account'>[];
  box(index: number): Pick<Box, 'account'>;
}

type StepOf<Kind extends MailStep['do']> = Extract<MailStep, { readonly do: Kind }>;

type Play<Kind extends MailStep['do']> = (universe: Post, step: StepOf<Kind>) => void;

/** What cannot be done, as there is no such message, is not done. */
const PLAYS: { readonly [Kind in MailStep['do']]: Play<Kind> } = {
  arrive,
  send,
  forge,
  draft,
  goOnWriting,
  change,
  label,
  burst,
};

/** Plays what people do in Gmail. */
export function playMail<Kind extends MailStep['do']>(universe: Post, step: StepOf<Kind>): void {
  const play: Play<Kind> = PLAYS[step.do];
  play(universe, step);
}

const LABELS: Readonly<Record<Arrive['as'], readonly string[]>> = {
  unread: ['INBOX', 'UNREAD'],
  read: ['INBOX'],
  archived: ['UNREAD', 'Label_1'],
  spam: ['SPAM', 'UNREAD'],
  trash: ['TRASH', 'UNREAD'],
};

function arrive(universe: Post, step: Arrive): void {
  const box = universe.box(step.box);
  const boxes =
    step.where === 'once' ? [box] : [box, step.where === 'both' ? universe.box(step.box + 1) : box];
  const { date, ...mail } = universe.nextMail();
  const [from = '', ...cc] = step.people.map((person) => universe.person(person));
  const alias = box.account.aliases[0] ?? '';
  const to = [...new Set(boxes.map(({ account }) => account.address))];
  if (step.automated) universe.automated.add(`${mail.subject} ${from}`);
  for (const { account } of step.where === 'both' ? new Set(boxes) : boxes) {
    account.deliver({
      ...mail,
      from: `Somebody <${from}>`,
      to: step.toAlias ? alias : to,
      cc,
      date: new Date(date.getTime() - step.minutesLate * 60_000),
      labelIds: LABELS[step.as],
      headers: {
        ...(step.replyTo !== null && { 'Reply-To': universe.person(step.replyTo) }),
        ...(step.automated && { 'Auto-Submitted': 'auto-generated' }),
      },
    });
  }
}

function send(universe: Post, step: StepOf<'send'>): void {
  const box = universe.box(step.box);
  const { account } = box;
  const people = step.people.map((person) => universe.person(person));
  const mail = { ...universe.nextMail(), from: (step.fromAlias && account.aliases[0]) || account.address };
  switch (step.to) {
    case 'people':
      account.sent({ ...mail, to: people });
      return;
    case 'bcc':
      account.sent({ ...mail, to: people.slice(0, -1), bcc: people.slice(-1) });
      return;
    case 'self':
      account.sent({ ...mail, to: account.address, cc: people, labelIds: ['SENT', 'INBOX', 'UNREAD'] });
      return;
    case 'agent': {
      const other = universe.box(step.box + 1);
      const both = { ...mail, to: other.account.address, cc: people };
      account.sent(both);
      if (other !== box) other.account.deliver(both);
      return;
    }
    default:
      step.to satisfies never;
  }
}

function forge(universe: Post, step: StepOf<'forge'>): void {
  const box = universe.box(step.box);
  const known = messageOf(box.account, step.nth);
  if (!known) return;
  const mail = universe.nextMail();
  const [from = '', ...cc] = step.people.map((person) => universe.person(person));
  const to = box.account.address;
  const { messageId, subject } = known;
  const alike = { messageId, subject, date: known.internalDate };
  // With the same sender, too, it would be no forgery but the same mail once more.
  const poses = step.poses && !isSomewhere(universe, { ...alike, from });
  box.account.deliver({ ...mail, ...(poses ? alike : { messageId }), from, to, cc });
}

function isSomewhere(
  { boxes }: Post,
  mail: { messageId: string; subject: string; date: Date; from: string },
): boolean {
  return boxes
    .flatMap(({ account }) => account.messages())
    .some(
      ({ messageId, subject, internalDate, from, labelIds }) =>
        messageId === mail.messageId &&
        subject === mail.subject &&
        internalDate.getTime() === mail.date.getTime() &&
        (from.includes(mail.from) || labelIds.includes('SENT')),
    );
}

function burst(universe: Post, step: StepOf<'burst'>): void {
  const { account } = universe.box(step.box);
  const [from = '', ...cc] = step.people.map((person) => universe.person(person));
  let threadId: string | undefined;
  for (let left = step.count; left > 0; left -= 1) {
    ({ threadId } = account.deliver({ ...universe.nextMail(), from, to: account.address, cc, threadId }));
  }
}

function draft(universe: Post, { box, people, end }: StepOf<'draft'>): void {
  const { account } = universe.box(box);
  const { draftId } = account.saveDraft(written(universe, account, people));
  endDraft(universe, account, { draftId, end, people });
}

function goOnWriting(universe: Post, { box, nth, end }: StepOf<'goOnWriting'>): void {
  const { account } = universe.box(box);
  const drafts = account.drafts.newestFirst();
  const begun = drafts[nth % Math.max(drafts.length, 1)];
  if (begun) endDraft(universe, account, { draftId: begun.id, end, people: [0] });
}

const written = (universe: Post, { address }: Account, people: readonly number[]): AnyMail => ({
  ...universe.nextMail(),
  from: address,
  to: people.map((person) => universe.person(person)),
});

function endDraft(
  universe: Post,
  account: Account,
  { draftId, end, people }: { draftId: string; end: DraftEnd; people: readonly number[] },
): void {
  const ends: Readonly<Record<DraftEnd, () => void>> = {
    kept: () => {},
    savedAgain: () => account.updateDraft(draftId, written(universe, account, people)),
    sent: () => {
      universe.nextMail();
      account.sendDraft(draftId);
    },
    sentUnderItsId: () => account.sendDraft(draftId, { keepId: true }),
    discarded: () => account.drafts.delete(draftId),
  };
  ends[end]();
}

function change(universe: Post, { box, nth, how }: StepOf<'change'>): void {
  const { account } = universe.box(box);
  const id = messageOf(account, nth)?.id;
  if (id === undefined) return;
  const changes: Readonly<Record<Change, () => void>> = {
    read: () => account.modify(id, { remove: ['UNREAD'] }),
    unread: () => account.modify(id, { add: ['UNREAD'] }),
    trash: () => account.trash(id),
    untrash: () => account.untrash(id),
    spam: () => account.modify(id, { add: ['SPAM'], remove: ['INBOX'] }),
    unspam: () => account.modify(id, { add: ['INBOX'], remove: ['SPAM'] }),
    delete: () => account.delete(id),
  };
  changes[how]();
}

function label(universe: Post, step: StepOf<'label'>): void {
  const { account } = universe.box(step.box);
  const id = messageOf(account, step.nth)?.id;
  const labels = [`Label_${step.label + 1}`];
  if (id !== undefined) account.modify(id, step.add ? { add: labels } : { remove: labels });
}

/** Drafts are written, sent and discarded, but not marked. */
function messageOf(account: Account, nth: number): Snapshot | undefined {
  const messages = account.messages().filter(({ labelIds }) => !labelIds.includes('DRAFT'));
  return messages.at(-1 - (nth % Math.max(messages.length, 1)));
}
