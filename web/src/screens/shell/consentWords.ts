import type { RefusalReason } from '../../../../shared/sync/linking/finishConnection.ts';
import type { FinishLinkRefusal } from '../../../../shared/sync/linking/finishGhlLink.ts';

/** How a visit to somebody else's consent page ended, and what comes next. */
export interface ConsentWords {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly title: string;
  readonly words: string;
  /** Whether going there once more may end otherwise. */
  readonly again: boolean;
}

/** What the address says that one comes back to. */
interface Returned {
  readonly gmail?: string | undefined;
  readonly ghl?: string | undefined;
  readonly reason?: string | undefined;
}

const again = (title: string, words: string): ConsentWords => ({ tone: 'bad', title, words, again: true });
const final = (title: string, words: string): ConsentWords => ({ tone: 'bad', title, words, again: false });

const GMAIL: Readonly<Record<RefusalReason, ConsentWords>> = {
  unknownState: again(
    'This way to Google has expired',
    'It was used before, or it is older than half an hour. Begin anew.',
  ),
  denied: {
    tone: 'warn',
    title: 'Gmail was not connected',
    words: 'You did not allow access, and nothing was stored. You can connect it whenever you like.',
    again: true,
  },
  endedByGoogle: again(
    'Google did not allow the connection',
    'Nothing was stored. Your administrator may have to allow this app, or Google had a problem. Try again later, or ask your administrator.',
  ),
  codeRejected: again('Google did not confirm the connection', 'The confirmation came too late. Begin anew.'),
  scopesMissing: again(
    'Some permissions are missing',
    'Mail can only be shown and sent if every box on Google’s page is ticked. Go there again and tick them all.',
  ),
  noOfflineAccess: again(
    'Google gave no lasting access',
    'Remove this app at myaccount.google.com/connections, then connect again.',
  ),
  mailboxTaken: final(
    'A colleague has connected this mailbox',
    'A mailbox belongs to one person here. They have to disconnect it in their settings before you can connect it.',
  ),
  stillDisconnecting: again(
    'This mailbox is still being disconnected',
    'That takes a minute at most. Connect it again then.',
  ),
};

const NOT_OPENED = again(
  'GoHighLevel did not open the location',
  'It refused the access that it had just given, or some permissions are missing. Nothing was changed. Link it again, and allow everything that is asked for.',
);

const GHL: Readonly<Record<FinishLinkRefusal, ConsentWords>> = {
  unknownState: again(
    'This way to GoHighLevel has expired',
    'It was used before, or it is older than an hour. Begin anew.',
  ),
  notTheirs: final(
    'The location was not linked',
    'You do not work in this location any more. Ask whoever runs this system.',
  ),
  otherLocation: final(
    'The location was not linked',
    'It belongs to another location of GoHighLevel’s. Whoever runs this system can move it.',
  ),
  unknownLocation: final(
    'The location is no longer there',
    'It was removed in the meantime. Nothing was changed.',
  ),
  denied: {
    tone: 'warn',
    title: 'GoHighLevel was not linked',
    words: 'You did not allow access, and nothing was changed. You can link it whenever you like.',
    again: true,
  },
  endedByGhl: again(
    'GoHighLevel did not allow the link',
    'Nothing was changed. GoHighLevel may have had a problem: try again later.',
  ),
  codeRejected: again('GoHighLevel did not confirm the link', 'The confirmation came too late. Begin anew.'),
  noLocation: again(
    'No location was chosen',
    'A whole agency was chosen on GoHighLevel’s page, and one location is needed. Link it again, and choose the location there.',
  ),
  noOfflineAccess: again(
    'GoHighLevel gave no lasting access',
    'Remove the app from the location in GoHighLevel, then link it again.',
  ),
  foreignLocation: again(
    'Another location was chosen',
    'Nothing was changed. Link it again, and choose the location of GoHighLevel that belongs to this one.',
  ),
  tokenRefused: NOT_OPENED,
  notOpened: NOT_OPENED,
};

const GMAIL_CONNECTED: ConsentWords = {
  tone: 'good',
  title: 'Gmail is connected',
  words: 'Your newest mail is on its way.',
  again: false,
};

const GHL_LINKED: ConsentWords = {
  tone: 'good',
  title: 'GoHighLevel is linked',
  words: 'Mail of this location is logged there from now on.',
  again: false,
};

/** Undefined where the address says nothing of the kind. What it may say is anybody's: only words of ours are shown. */
export function consentWords({ gmail, ghl, reason }: Returned): ConsentWords | undefined {
  if (gmail === 'connected') return GMAIL_CONNECTED;
  if (ghl === 'linked') return GHL_LINKED;
  if (gmail !== undefined)
    return (
      known(GMAIL, gmail === 'refused' ? reason : undefined) ??
      again(
        'Gmail was not connected',
        'Something went wrong on our side, and nothing was stored. Try again in a minute.',
      )
    );
  if (ghl === 'notConfigured')
    return final('GoHighLevel cannot be linked here', 'Ask whoever runs this system to set it up.');
  if (ghl !== undefined)
    return (
      known(GHL, ghl === 'refused' ? reason : undefined) ??
      again(
        'GoHighLevel may not be linked',
        'Something went wrong on our side. Look below, and try again in a minute.',
      )
    );
  return undefined;
}

function known(
  words: Readonly<Record<string, ConsentWords>>,
  reason: string | undefined,
): ConsentWords | undefined {
  return reason !== undefined && Object.hasOwn(words, reason) ? words[reason] : undefined;
}
