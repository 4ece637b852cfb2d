import { STORED } from '../../../../shared/domain/advice/explanationAdvice.ts';
import type {
  Explanation,
  NeverSeenReason,
  PendingReason,
  Unreachable,
} from '../../../../shared/domain/explanation.ts';
import type { SkipReason } from '../../../../shared/domain/ledger.ts';

/** What somebody can do next about a mail. */
export type Step =
  | { readonly kind: 'conversation'; readonly messageIds: readonly string[] }
  /** Each of them who is no contact yet is proposed; who is one, has their older mail looked for. */
  | { readonly kind: 'people'; readonly people: readonly string[] }
  /** The contact of whom the mail is, whom the mail's own words do not tell. */
  | { readonly kind: 'olderMail' }
  | { readonly kind: 'locationSettings' }
  | { readonly kind: 'syncNow' }
  | { readonly kind: 'connect' }
  | { readonly kind: 'gmail'; readonly place: GmailPlace; readonly gmailId: string };

export type GmailPlace = 'all' | 'drafts' | 'spam' | 'trash';

/** Why a mail is here or not, as its agent is told. */
export interface Answer {
  readonly tone: 'good' | 'note' | 'warn' | 'bad';
  readonly title: string;
  /** Unless what the server advises says it all. */
  readonly words?: string;
  readonly steps: readonly Step[];
}

type Words = Omit<Answer, 'steps'> & { readonly steps?: readonly Step[] };
type Hidden = Extract<SkipReason & NeverSeenReason, string>;

const HIDDEN: Readonly<Record<Hidden, Words & { readonly place: GmailPlace }>> = {
  draft: { tone: 'note', title: 'It is a draft', place: 'drafts' },
  chat: { tone: 'note', title: 'It is a chat message', place: 'all' },
  spam: { tone: 'warn', title: 'It is in spam', place: 'spam' },
  trash: { tone: 'warn', title: 'It is in the trash', place: 'trash' },
};

const SKIPPED: Readonly<Record<Exclude<SkipReason, Hidden>, Words>> = {
  'no-contact': {
    tone: 'warn',
    title: 'Nobody in it was a contact',
    words:
      'Only mail with a contact is stored. Once somebody in it is one, a look for their older mail brings it, and what they write from then on comes by itself.',
  },
  excluded: { tone: 'warn', title: 'The settings leave it out', steps: [{ kind: 'locationSettings' }] },
  automated: {
    tone: 'warn',
    title: 'It is automated mail, which the settings leave out',
    steps: [{ kind: 'locationSettings' }],
  },
  gone: { tone: 'note', title: 'It was gone before it could be read' },
  failed: { tone: 'bad', title: 'It could not be read or stored' },
};

const PENDING: Readonly<Record<PendingReason, Words>> = {
  firstSync: { tone: 'note', title: 'The first sync is not over yet' },
  recovery: { tone: 'note', title: 'The mailbox is catching up' },
  newMail: { tone: 'good', title: 'It is on its way', steps: [{ kind: 'syncNow' }] },
  relabelled: { tone: 'good', title: 'It is on its way', steps: [{ kind: 'syncNow' }] },
};

const NEVER_SEEN: Readonly<Record<Exclude<NeverSeenReason, Hidden>, Words>> = {
  older: {
    tone: 'note',
    title: 'It is older than what was looked at',
    steps: [{ kind: 'olderMail' }],
  },
  missed: { tone: 'bad', title: 'It should be here, and is not', steps: [{ kind: 'olderMail' }] },
};

/** Of these, connecting anew is the way out. */
const TO_CONNECT: readonly Unreachable[] = [
  'reauthRequired',
  'disconnected',
  'grantRevoked',
  'unauthorized',
  'insufficientScope',
  'undecryptable',
];

export function answerTo(explanation: Explanation): Answer {
  const { gmailId } = explanation;
  const { steps = [], ...words } = wordsFor(explanation);
  const isSeen = steps.some(({ kind }) => kind === 'gmail' || kind === 'conversation');
  const inGmail: readonly Step[] =
    gmailId === undefined || isSeen || isGone(explanation) ? [] : [{ kind: 'gmail', place: 'all', gmailId }];
  return { ...words, steps: [...steps, ...inGmail] };
}

function wordsFor(explanation: Explanation): Words {
  switch (explanation.outcome) {
    case 'stored': {
      const { messageIds, advice } = explanation;
      if (messageIds.length === 0)
        return { tone: 'note', title: 'It is in a location that you do not work in' };
      // Nothing else tells it from one that is shown.
      if (advice === STORED.deleted) return { tone: 'note', title: 'It was here, and is deleted in Gmail' };
      return { tone: 'good', title: 'It is here', steps: [{ kind: 'conversation', messageIds }] };
    }
    case 'skipped':
      return skipped(explanation);
    case 'struck':
      return { tone: 'warn', title: 'It could not be read so far', steps: [{ kind: 'syncNow' }] };
    case 'pending':
      return PENDING[explanation.reason];
    case 'neverSeen':
      return isHidden(explanation.reason)
        ? hidden(explanation.reason, explanation.gmailId)
        : NEVER_SEEN[explanation.reason];
    case 'notInGmail':
      return { tone: 'note', title: 'Gmail does not have it in this mailbox' };
    case 'unreachable':
      return unreachable(explanation.reason);
    default:
      return explanation satisfies never;
  }
}

function skipped({ reason, people, gmailId }: Extract<Explanation, { outcome: 'skipped' }>): Words {
  if (isHidden(reason)) return hidden(reason, gmailId);
  if (reason !== 'no-contact') return SKIPPED[reason];
  if (people === undefined) return { ...SKIPPED[reason], steps: [{ kind: 'olderMail' }] };
  if (people.length === 0) return { tone: 'note', title: 'Only you are in it' };
  return { ...SKIPPED[reason], steps: [{ kind: 'people', people }] };
}

function hidden(reason: Hidden, gmailId: string | undefined): Words {
  const { place, ...words } = HIDDEN[reason];
  return gmailId === undefined ? words : { ...words, steps: [{ kind: 'gmail', place, gmailId }] };
}

function unreachable(reason: Unreachable): Words {
  if (TO_CONNECT.includes(reason))
    return { tone: 'bad', title: 'This mailbox has to be connected again', steps: [{ kind: 'connect' }] };
  return reason === 'paused'
    ? {
        tone: 'warn',
        title: 'This mailbox rests',
        words: 'Gmail cannot be asked at the moment. It goes on by itself: ask again later. Nothing is lost.',
      }
    : { tone: 'warn', title: 'Gmail cannot be asked at the moment' };
}

const isHidden = (reason: string): reason is Hidden => Object.hasOwn(HIDDEN, reason);

const isGone = (explanation: Explanation): boolean =>
  explanation.outcome === 'notInGmail' || explanation.outcome === 'unreachable';

/** Where Gmail's own page shows it: `authuser` chooses among the accounts of the browser. */
export const gmailAddress = (emailAddress: string, place: GmailPlace, gmailId: string): string =>
  `https://mail.google.com/mail/?${new URLSearchParams({ authuser: emailAddress })}#${place}/${gmailId}`;
