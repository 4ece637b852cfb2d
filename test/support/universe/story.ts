import type { Fate } from '../mortal.ts';

/** Plain data, so that a story that went wrong can be printed, pasted and played again. */
export interface Story {
  readonly setting: Setting;
  readonly steps: readonly Step[];
}

/** How the world is before the first step. Mailboxes are counted from 0 and belong to the agent of that number. */
export interface Setting {
  readonly mailboxes: number;
  /** Of a first sync. */
  readonly limit: number;
  /** Mail that is there before anybody connects, oldest first. */
  readonly before: readonly Arrive[];
  readonly traps: Traps;
  /** Whether the first syncs go well before the steps begin; else their jobs are in the queue. */
  readonly calm: boolean;
  /** Whether what is left in the queue at the end is lost for good. */
  readonly losesJobs: boolean;
  /** By the number of the location; one that is not in the list leaves nothing out. */
  readonly leavesOut: readonly LeavesOut[];
}

/** What a location's settings leave out. */
export interface LeavesOut {
  /** Indexes into the cast. */
  readonly people: readonly number[];
  /** Everybody at the agents' own domain. */
  readonly colleagues: boolean;
  readonly automated: boolean;
}

/** How unlike a plain log each mailbox's history behaves. */
export interface Traps {
  readonly lag: number;
  readonly emptyPages: boolean;
  readonly outOfOrder: boolean;
  readonly withoutLabels: boolean;
}

export type Step = MailStep | CloudStep | RunStep;

/** What people do in Gmail. `people` are indexes into the cast, `nth` into the mailbox's messages. */
export type MailStep =
  | Arrive
  | {
      readonly do: 'send';
      readonly box: number;
      readonly people: readonly number[];
      readonly fromAlias: boolean;
      /** `agent`: the next mailbox gets it, too. `bcc`: the last of the people is in bcc. */
      readonly to: 'people' | 'self' | 'agent' | 'bcc';
    }
  /** Another mail under the Message-ID of one that is there; `poses`: under its subject as well. */
  | {
      readonly do: 'forge';
      readonly box: number;
      readonly nth: number;
      readonly people: readonly number[];
      readonly poses: boolean;
    }
  | {
      readonly do: 'draft';
      readonly box: number;
      readonly people: readonly number[];
      readonly end: DraftEnd;
    }
  | { readonly do: 'goOnWriting'; readonly box: number; readonly nth: number; readonly end: DraftEnd }
  | { readonly do: 'change'; readonly box: number; readonly nth: number; readonly how: Change }
  | {
      readonly do: 'label';
      readonly box: number;
      readonly nth: number;
      readonly label: number;
      readonly add: boolean;
    }
  /** So many mails of one thread. */
  | {
      readonly do: 'burst';
      readonly box: number;
      readonly people: readonly number[];
      readonly count: number;
    };

export interface Arrive {
  readonly do: 'arrive';
  readonly box: number;
  /** The sender, then those in cc. */
  readonly people: readonly number[];
  readonly as: 'unread' | 'read' | 'archived' | 'spam' | 'trash';
  /** `both`: in the next mailbox as well. `twice`: in this one under two Gmail ids. */
  readonly where: 'once' | 'both' | 'twice';
  readonly minutesLate: number;
  readonly toAlias: boolean;
  /** Somebody that the sender would have us answer to. */
  readonly replyTo: number | null;
  /** Whether a machine wrote it. */
  readonly automated: boolean;
}

export type DraftEnd = 'kept' | 'savedAgain' | 'sent' | 'sentUnderItsId' | 'discarded';
export type Change = 'read' | 'unread' | 'trash' | 'untrash' | 'spam' | 'unspam' | 'delete';

/** What befalls the services around us, and time. */
export type CloudStep =
  | {
      readonly do: 'fault';
      readonly box: number;
      readonly method: FaultyCall;
      readonly reply: FaultName;
      readonly times: number;
      readonly skip: number;
    }
  | { readonly do: 'expire'; readonly box: number }
  | { readonly do: 'revoke'; readonly box: number }
  /** The same agent grants access once more. */
  | { readonly do: 'reconnect'; readonly box: number }
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'queuePoll' }
  | { readonly do: 'loseJob'; readonly nth: number };

export type FaultyCall =
  | 'getProfile'
  | 'history.list'
  | 'messages.list'
  | 'messages.get'
  | 'threads.get'
  | 'settings.sendAs.list'
  | 'oauth.token';

export type FaultName =
  | 'close'
  | 'unavailable'
  | 'rateLimited'
  | 'tooMany'
  | 'dailyLimit'
  | 'unauthorized'
  | 'malformed'
  | 'notFound'
  | 'late';

/** The runs of one moment, each a process of its own. */
export interface RunStep {
  readonly do: 'run';
  readonly runs: readonly Run[];
  /** Whose await ends next, over and over; null: they really run side by side. */
  readonly order: readonly number[] | null;
  /** What happens in Gmail after so many of their awaits. */
  readonly meanwhile: readonly { readonly after: number; readonly step: MailStep }[];
}

export interface Run {
  /** `stalePush` names an older history id, `absurdPush` one that Gmail never gave, `job` the queue's nth. */
  readonly by: 'push' | 'stalePush' | 'absurdPush' | 'poll' | 'syncNow' | 'job';
  readonly box: number;
  readonly nth: number;
  /** It has no time: after its first share of the work a job goes on. */
  readonly hurried: boolean;
  /** What befalls it at its await number `at`; who hangs does so until its lease is over and another took its place. */
  readonly fate: Pick<Fate, 'at' | 'kind'> | null;
}
