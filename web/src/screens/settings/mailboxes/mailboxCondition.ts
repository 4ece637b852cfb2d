import type { Mailbox } from '../../../model/mailbox.ts';
import { adviceFor } from '../../../words/adviceFor.ts';
import { clockTime, daysBetween, exactTime } from '../../../words/time.ts';

/** How a mailbox is, as its agent is told. */
export interface Condition {
  readonly tone: 'good' | 'busy' | 'warn' | 'bad' | 'off';
  readonly title: string;
  readonly words: string;
}

type Told = Pick<Mailbox, 'status' | 'leaving' | 'pausedUntil' | 'recovery' | 'watch' | 'watchError'>;

export function conditionOf(mailbox: Told, now: Date): Condition {
  const { status, pausedUntil } = mailbox;
  if (status === 'disconnected') return disconnected(mailbox);
  if (status === 'reauthRequired')
    return {
      tone: 'bad',
      title: 'Access ended',
      words:
        'Google no longer lets us in. New mail waits in Gmail, and nothing is lost: connect it again, and it goes on where it stopped.',
    };
  if (pausedUntil && pausedUntil > now)
    return {
      tone: 'warn',
      title: 'Paused',
      words: `It rests until ${timeInWords(pausedUntil, now)}, and goes on by itself then. Nothing is lost.`,
    };
  if (status === 'connecting')
    return { tone: 'busy', title: 'Connected', words: 'The first look at your mail is about to begin.' };
  if (status === 'backfilling')
    return {
      tone: 'busy',
      title: 'First sync',
      words: 'Your newest mail is being looked through. What is with a contact appears in the inbox.',
    };
  if (mailbox.recovery)
    return {
      tone: 'busy',
      title: 'Catching up',
      words: 'Earlier mail is being looked through again, so that none is missing. New mail keeps coming in.',
    };
  return hasNotifications(mailbox, now)
    ? { tone: 'good', title: 'Up to date', words: 'New mail appears within seconds.' }
    : { tone: 'good', title: 'Up to date', words: 'New mail appears within 15 minutes.' };
}

function disconnected({ leaving }: Told): Condition {
  if (!leaving)
    return {
      tone: 'off',
      title: 'Disconnected',
      words: 'No mail comes in from it. Connect it again, and it goes on.',
    };
  const words = leaving.deleteData
    ? 'Our access is being ended, and the mail that only this mailbox brought is being deleted.'
    : 'Our access is being ended. The mail stays.';
  return { tone: 'busy', title: 'Disconnecting', words };
}

/** Whether Gmail tells us of new mail at once. */
const hasNotifications = ({ watch }: Pick<Mailbox, 'watch'>, now: Date): boolean =>
  watch != null && watch.expiresAt > now;

/** Until when Gmail notifies us, or why it does not. */
export function notificationWords(
  mailbox: Pick<Mailbox, 'status' | 'watch' | 'watchError'>,
  now: Date,
): string {
  const { status, watch, watchError } = mailbox;
  if (status === 'disconnected' || status === 'reauthRequired') return 'None until it is connected again.';
  if (watch && watch.expiresAt > now)
    return `Gmail tells us at once, until ${timeInWords(watch.expiresAt, now)}. It is renewed by itself every day.`;
  if (watchError) return `None. ${adviceFor(watchError.code)} Meanwhile we look every 15 minutes.`;
  return status === 'live'
    ? 'None at the moment. They are asked for again by themselves; meanwhile we look every 15 minutes.'
    : 'They begin with the first sync.';
}

/** The time of today's, else all of it. */
export const timeInWords = (at: Date, now: Date): string =>
  daysBetween(now, at) === 0 ? clockTime(at) : exactTime(at);
