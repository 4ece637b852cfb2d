import type { Mailbox } from './mailbox.ts';

/** A mailbox without its status and what that alone has, and with where it goes on once it has a grant again. */
type Stopped = Omit<Extract<Mailbox, { status: 'reauthRequired' }>, 'status' | 'since'>;

/** What is kept of a mailbox that does not sync, or no longer. */
export function stopped(mailbox: Mailbox): Stopped {
  switch (mailbox.status) {
    case 'connecting': {
      const { status, ...kept } = mailbox;
      return { ...kept, resumes: status, historyId: null };
    }
    case 'backfilling':
    case 'live': {
      const { status, watch: _, ...kept } = mailbox;
      return { ...kept, resumes: status };
    }
    case 'reauthRequired': {
      const { status: _, since: __, ...kept } = mailbox;
      return kept;
    }
    case 'disconnected': {
      const { status: _, since: __, leaving: ___, ...kept } = mailbox;
      return kept;
    }
    default:
      return mailbox satisfies never;
  }
}
