import type { CallableInput, CallableOutput } from '../../../../../../shared/domain/callables/callables.ts';
import { CallFailure, call } from '../../../../firebase/call.ts';
import { session } from '../../../../firebase/session.ts';
import { unlessLeft, whileHandingOver } from '../../../../live/handingOver.ts';
import { toast } from '../../../../parts/Toasts.tsx';
import { plain } from '../../../../words/plain.ts';
import { inBase64 } from '../drafts/base64.ts';
import type { Attempt, Draft, OutgoingMail } from '../drafts/draft.ts';
import { keepDraft, rereadDraft } from '../drafts/draftStore.ts';
import { dropFiles, findFile } from '../drafts/fileStore.ts';
import { bytesOf } from '../files.ts';
import { isResumed } from './byItself.ts';
import { isShown, nameOf, type Place, setRefusal, setUnderWay, underWay } from './place.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** Slower than this, nobody would send so much; then the server, which waits for Gmail. */
const BYTES_A_SECOND = 50_000;
const ANSWER_SECONDS = 120;

/**
 * Sends a mail. It is written down that it is on its way, and what exactly is, before anything leaves: whoever finds it
 * so, after a reload or in another tab, asks for the very same mail again, and the server sends it once.
 */
export async function sendMail(place: Place, draft: Draft, mail: OutgoingMail): Promise<void> {
  if (underWay.peek().has(nameOf(place)) || draft.attempt) return;
  setRefusal(place, undefined);
  keepDraft(place, { ...draft, attempt: { mail, at: Date.now(), doubt: null } });
  await askInTurn(place, { wasUnknown: false, isPressed: true });
}

/** Asks once more for what may have been sent; `byItself`, without anybody having pressed anything. */
export async function askAgain(place: Place, { byItself = false } = {}): Promise<void> {
  const draft = rereadDraft(place);
  const { attempt } = draft ?? {};
  if (!draft || !attempt) return;
  if (byItself && attempt.doubt) {
    const doubt = { ...attempt.doubt, asked: attempt.doubt.asked + 1 };
    keepDraft(place, { ...draft, attempt: { ...attempt, doubt } });
  }
  await askInTurn(place, { wasUnknown: true, isPressed: byItself || attempt.doubt !== null });
}

/** After its page was left: asks what became of it, if that is what anybody would expect; else they are asked. */
export const resume = (place: Place): Promise<void> =>
  askInTurn(place, { wasUnknown: true, isPressed: false });

/** Makes it another mail, which can be changed. The first one may reach its readers as well. */
export function giveUpAttempt(place: Place): void {
  const draft = rereadDraft(place);
  setRefusal(place, undefined);
  if (draft) keepDraft(place, { ...draft, attempt: null, requestId: crypto.randomUUID() });
}

interface Asking {
  /** Whether an attempt before this one may have sent it. */
  readonly wasUnknown: boolean;
  /** Whether it is to be asked for whatever is known by then. */
  readonly isPressed: boolean;
}

/** One tab at a time: the next one finds what has become of it. */
async function askInTurn(place: Place, known: Asking): Promise<void> {
  if (underWay.peek().has(nameOf(place))) return;
  setUnderWay(place, true);
  try {
    await navigator.locks.request(`sending ${nameOf(place)}`, () =>
      whileHandingOver(place.uid, () => ask(place, known)),
    );
  } finally {
    setUnderWay(place, false);
  }
}

async function ask(place: Place, { isPressed, ...known }: Asking): Promise<void> {
  const draft = rereadDraft(place);
  if (!draft?.attempt || !isTheirs(place)) return;
  const { attempt, requestId } = draft;
  if (!isPressed && attempt.doubt) return tellElsewhere(place, attempt, attempt.doubt.words);
  if (!isPressed && !isResumed(attempt, Date.now())) return settle(place, requestId, LEFT);
  const wasUnknown = known.wasUnknown || attempt.doubt !== null;
  const attachments = await readFiles(place, attempt.mail);
  if (!attachments) return settle(place, requestId, filesAreGone(wasUnknown));
  const input = { ...inputOf(attempt.mail), requestId, attachments };
  const timeoutSeconds = ANSWER_SECONDS + Math.ceil((bytesOf(attempt.mail.files) * 4) / 3 / BYTES_A_SECOND);
  try {
    const answer = await call('sendMessage', input, { timeoutSeconds });
    await sent(place, draft, { ...answer, isResumed: !isPressed });
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    const verdict = verdictOf(error, wasUnknown);
    if (verdict.kind === 'unknown') await unlessLeft();
    settle(place, requestId, verdict);
  }
}

async function sent(
  place: Place,
  { requestId, files, attempt }: Draft,
  { advice, isResumed: wasResumed }: Pick<CallableOutput<'sendMessage'>, 'advice'> & { isResumed: boolean },
): Promise<void> {
  const plainly = place.key.startsWith('new') ? 'Sent.' : undefined;
  const told = advice ?? (wasResumed && attempt ? `Your mail to ${whomOf(attempt)} was sent.` : plainly);
  if (told !== undefined && isTheirs(place)) toast(told);
  // Meanwhile another tab may have made another mail of it, which stays, and so do its files.
  if (rereadDraft(place)?.requestId !== requestId) return;
  keepDraft(place, undefined);
  const fileIds = [...files, ...(attempt?.mail.files ?? [])].map(({ fileId }) => fileId);
  await dropFiles(place.uid, fileIds);
}

function settle(place: Place, requestId: string, verdict: Verdict): void {
  const draft = rereadDraft(place);
  if (!draft?.attempt || draft.requestId !== requestId) return;
  tellElsewhere(place, draft.attempt, verdict.words);
  if (verdict.kind === 'unknown') {
    const { words, waitSeconds } = verdict;
    const asked = draft.attempt.doubt?.asked ?? 0;
    const doubt = { words, askAt: Date.now() + waitSeconds * 1_000, asked };
    keepDraft(place, { ...draft, attempt: { ...draft.attempt, doubt } });
    return;
  }
  setRefusal(place, verdict);
  keepDraft(place, { ...draft, attempt: null });
}

/** Where the mail itself is not in sight. */
function tellElsewhere(place: Place, attempt: Attempt, words: string): void {
  if (isShown(place) || !isTheirs(place)) return;
  toast(`Your mail to ${whomOf(attempt)} was not sent, or is not known to be. ${words}`, 'bad');
}

function whomOf({ mail: { to, cc, bcc } }: Attempt): string {
  const [first, ...others] = [...to, ...cc, ...bcc];
  return `${plain(first?.address ?? '')}${others.length > 0 ? ` and ${others.length} more` : ''}`;
}

const LEFT: Verdict = {
  kind: 'unknown',
  words:
    'The page was closed while it was being sent, some time ago. If you try again, it is not sent twice.',
  waitSeconds: 0,
};

/** Whoever has signed in meanwhile is told nothing of it, and sends nothing. */
function isTheirs({ uid }: Place): boolean {
  const now = session.peek();
  return now.state === 'signedIn' && now.agent.uid === uid;
}

type Attachments = NonNullable<CallableInput<'sendMessage'>['attachments']>;

async function readFiles({ uid }: Place, { files }: OutgoingMail): Promise<Attachments | undefined> {
  const attachments: Attachments = [];
  for (const { fileId, filename, mimeType } of files) {
    const bytes = await findFile(uid, fileId);
    const data = bytes && (await inBase64(bytes).catch(() => undefined));
    if (data === undefined) return undefined;
    attachments.push({ filename, mimeType, data });
  }
  return attachments;
}

const filesAreGone = (wasUnknown: boolean): Verdict =>
  wasUnknown
    ? {
        kind: 'unknown',
        words:
          'A file of this mail is no longer in this browser, so that we cannot find out whether it was sent. Look at what Gmail has sent.',
        waitSeconds: 60,
      }
    : {
        kind: 'notSent',
        words: 'A file of this mail is no longer in this browser. Take it away and attach it again.',
        waitSeconds: 0,
      };

/** What is undefined is left out: the call would make `null` of it. */
function inputOf({ sender, to, cc, bcc, subject, text, html, replyToMessageId }: OutgoingMail) {
  const { mailboxId, address: from } = sender;
  return {
    ...{ mailboxId, from, to, cc, bcc, text },
    ...(subject !== undefined && { subject }),
    ...(html !== undefined && { html }),
    ...(replyToMessageId !== undefined && { replyToMessageId }),
  };
}
