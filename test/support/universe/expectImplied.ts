import { expect } from '@jest/globals';
import type { LocationId } from '../../../shared/domain/ids.ts';
import type { LedgerEntry, SkipReason } from '../../../shared/domain/ledger.ts';
import type { Counters } from '../../../shared/domain/mailbox.ts';
import type { Snapshot } from '../gmail/account.ts';
import { isHidden } from './due.ts';
import { contactsIn, impliedBy, leftOutOf } from './implied.ts';
import type { Judged, JudgedBox } from './judged.ts';
import { type Shown, shownIn } from './shown.ts';

type LedgerRecord = Readonly<Record<string, LedgerEntry>>;

/** The store has to be what the mailboxes imply: each location's messages and conversations, each mailbox's ledger. */
export async function expectImplied(universe: Judged): Promise<void> {
  const { boxes, ground, locations } = universe;
  const ledgers = new Map<JudgedBox, LedgerRecord>();
  const expectBox = async (box: JudgedBox) => {
    const [ledger, mailbox] = await Promise.all([
      ground.ledger(box.mailboxId),
      ground.mailbox(box.mailboxId),
    ]);
    ledgers.set(box, ledger);
    expectLedger(universe, box, ledger);
    expect(mailbox?.counters).toEqual(tallyOf(ledger));
  };
  await Promise.all(boxes.map(expectBox));
  const isLeftOut = (box: JudgedBox, gmailId: string) =>
    !box.due.isCertain(gmailId) && !ledgers.get(box)?.[gmailId];
  const expectLocation = async (locationId: LocationId) => {
    const implied = impliedBy(universe, locationId, isLeftOut);
    const shown = await shownIn(universe, locationId);
    expect(comparable(shown, implied)).toEqual(comparable(implied, implied));
  };
  await Promise.all(locations.map(expectLocation));
}

/**
 * Every mail that is visible has an entry: stored exactly if somebody in it is a contact of one of the agent's locations
 * whose settings do not leave it out.
 */
function expectLedger(universe: Judged, box: JudgedBox, ledger: LedgerRecord): void {
  const expected: Record<string, string> = {};
  const found: Record<string, string> = {};
  for (const snapshot of box.account.messages()) {
    const { id, labelIds } = snapshot;
    if (isHidden(labelIds) || (!box.due.isCertain(id) && !ledger[id])) continue;
    expected[id] = expectedOf(universe, box, snapshot);
    found[id] = described(ledger[id]);
  }
  expect(found).toEqual(expected);
}

function expectedOf(universe: Judged, box: JudgedBox, mail: Snapshot): string {
  const concerned = box.locations.filter((place) => contactsIn(universe, box, mail, place).length > 0);
  const leftOut = concerned.flatMap((place) => leftOutOf(universe, box, mail, place) ?? []);
  if (concerned.length > leftOut.length) return `stored in ${concerned.length - leftOut.length} locations`;
  if (concerned.length === 0) return 'no-contact';
  return leftOut.includes('excluded') ? 'excluded' : 'automated';
}

function described(entry: LedgerEntry | undefined): string {
  switch (entry?.state) {
    case 'stored':
      return `stored in ${new Set(entry.messageIds).size} locations`;
    case 'skipped':
      return entry.reason;
    case 'struck':
    case undefined:
      return entry?.state ?? 'unknown';
    default:
      return entry satisfies never;
  }
}

/** The counters that a ledger adds up to. */
function tallyOf(ledger: LedgerRecord): Counters {
  const skipped: Partial<Record<SkipReason, number>> = {};
  let stored = 0;
  for (const entry of Object.values(ledger)) {
    if (entry.state === 'stored') stored += 1;
    if (entry.state === 'skipped') skipped[entry.reason] = (skipped[entry.reason] ?? 0) + 1;
  }
  return { stored, skipped };
}

/** In one order; a direction counts where the mailboxes imply one. */
function comparable({ messages, conversations }: Shown, { messages: implied }: Shown): Shown {
  const open = new Set(
    implied.filter(({ direction }) => direction === 'either').map(({ subject, sentAt }) => subject + sentAt),
  );
  const settled = <T extends { subject: string; sentAt: string; direction: string }>(of: T): T =>
    open.has(of.subject + of.sentAt) ? { ...of, direction: 'either' } : of;
  return {
    messages: messages.map(settled).sort((a, b) => compare(a.copies.join(), b.copies.join())),
    conversations: conversations
      .map((each) => ({ ...each, last: each.last && settled(each.last) }))
      .sort((a, b) => compare(a.contact, b.contact)),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
