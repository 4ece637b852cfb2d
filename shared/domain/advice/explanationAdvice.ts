import type { NeverSeenReason, PendingReason } from '../explanation.ts';
import type { SkipReason } from '../ledger.ts';
import type { SyncErrorCode } from '../syncError.ts';

/** What brings a mail that no sync has a reason to look at any more. */
const HISTORY =
  'It comes with its contact’s history: fetch that. If nobody in it is a contact yet, save one: that fetches it by itself.';

const SAVE_CONTACT =
  'Save the address as a contact’s: that fetches the contact’s history, this mail with it, and what comes from then on comes by itself.';

export const STORED = {
  visible: 'It is in the conversation of its contact.',
  deleted:
    'It is stored and not shown, because it is deleted or in spam or trash wherever it was. Move it back to the inbox in Gmail to see it again.',
  elsewhere:
    'It was stored for a location that you do not work in now. Ask whoever decides on your locations if you should.',
} as const;

type Hidden = Extract<SkipReason, 'draft' | 'chat' | 'spam' | 'trash'>;

/** What hides a mail, as it is in Gmail now. */
export const HIDDEN: Readonly<Record<Hidden, string>> = {
  draft: 'It is a draft. It comes as soon as it is sent.',
  chat: 'It is a chat message. Only mail is synced.',
  spam: 'It is in spam. Mark it as not spam in Gmail: then it comes by itself.',
  trash: 'It is in the trash. Move it out of there in Gmail: then it comes by itself.',
};

/** What the sync has seen, where Gmail cannot tell how it is now. */
export const WAS_HIDDEN: Readonly<Record<Hidden, string>> = {
  draft: 'It was a draft when it was seen. It comes once it is sent and the mailbox syncs.',
  chat: HIDDEN.chat,
  spam: 'It was in spam when it was seen. It comes once it is out of there and the mailbox syncs.',
  trash: 'It was in the trash when it was seen. It comes once it is out of there and the mailbox syncs.',
};

export const NO_CONTACT = {
  addOne: (people: readonly string[]) => `Nobody in it was a contact: ${people.join(', ')}. ${SAVE_CONTACT}`,
  isOneNow: `Somebody in it became a contact after it was seen. Fetch the contact’s history: that brings it.`,
  ownOnly: 'Only your own addresses are in it, so that there is no contact’s conversation to put it into.',
  unasked: `Nobody in it was a contact. If it should be here: ${SAVE_CONTACT}`,
} as const;

const SETTINGS =
  'Whoever manages the location’s settings can change that; then fetch the contact’s history to bring this mail, if you still work there.';

/**
 * What a location's settings leave out, in the same words whoever asks: which addresses are on its list is the business
 * of those who work in it.
 */
export const LEFT_OUT: Readonly<Record<Extract<SkipReason, 'excluded' | 'automated'>, string>> = {
  excluded: `The settings of its contact’s location leave it out: somebody in it, or their domain, is on the list of those whose mail is never stored. ${SETTINGS}`,
  automated: `The settings of its contact’s location leave it out: they skip automated mail, and its headers say that it came through a list, or was written by a machine. ${SETTINGS}`,
};

export const GONE = {
  gone: 'It was deleted in Gmail before it could be read.',
  isBack:
    'Gmail did not have it when it was to be read, and has it now. Mark it as unread, or as read, and sync now: that brings it.',
} as const;

export const failedAdvice = (error: SyncErrorCode | undefined): string =>
  `It could not be read or stored, three times. Tell operations, with the Gmail id${error ? ` and the code ${error}` : ''}.`;

export const struckAdvice = (strikes: number, error: SyncErrorCode): string =>
  `It could not be read or stored so far (tried ${strikes === 1 ? 'once' : `${strikes} times`}, code ${error}). The next sync tries it again: sync now.`;

export const NOT_IN_GMAIL =
  'Gmail does not have this mail in this mailbox. It may be deleted, or in another mailbox.';
export const NO_LONGER_IN_GMAIL = 'It is no longer in Gmail, so that it cannot be brought any more.';

export const PENDING: Readonly<Record<PendingReason, string>> = {
  firstSync: `The first sync of the mailbox is not over. It brings the newest mail. If this one does not come with it: ${HISTORY}`,
  recovery: 'The mailbox is catching up after a gap. The mail comes by itself, within minutes.',
  newMail: 'It is newer than the last sync. It comes by itself within seconds; sync now to be certain.',
  relabelled:
    'It has just become visible in Gmail. It comes by itself within seconds; sync now to be certain.',
};

export const NEVER_SEEN: Readonly<Record<NeverSeenReason, string>> = {
  ...HIDDEN,
  older: `It came before the mailbox was connected, and is not among the newest that the first sync stored. ${HISTORY}`,
  missed: `The sync should have seen it and has not. ${HISTORY} And tell operations, with the Gmail id.`,
};
