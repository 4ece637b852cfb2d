import { TOPIC_NAMES, TOPICS, type TopicName } from '../topics.ts';

/** A topic, and the function that its push subscription calls. */
export interface ExpectedTopic {
  /** Its short name. */
  readonly topic: string;
  /** The project that it is in. */
  readonly project: string;
  readonly target: string;
  /** Whether Gmail publishes to it. */
  readonly isGmail: boolean;
}

const PUSHES: Readonly<Record<TopicName, string>> = {
  [TOPICS.notifications]: 'gmailPush',
  [TOPICS.jobs]: 'syncWorker',
  [TOPICS.outbox]: 'ghlRelay',
};

export const ACK_DEADLINE_SECONDS = 600;

/** Every topic; the one that Gmail publishes to may have another name, be in another project, or not be used at all. */
export function expectedTopics(project: string, gmailTopic: string | undefined): readonly ExpectedTopic[] {
  const told = /^projects\/(?<project>[^/]+)\/topics\/(?<topic>[^/]+)$/.exec(gmailTopic ?? '')?.groups;
  return TOPIC_NAMES.map((name) => {
    const isGmail = name === TOPICS.notifications;
    return {
      topic: (isGmail && told?.['topic']) || name,
      project: (isGmail && told?.['project']) || project,
      target: PUSHES[name],
      isGmail,
    };
  });
}

/** A function that Cloud Scheduler calls, at least so often. */
export interface ExpectedJob {
  readonly target: string;
  readonly schedule: string;
  readonly everyMinutes: number;
  readonly words: string;
  /** Its address behind Hosting, where it has one. */
  readonly alias?: string;
}

export const EXPECTED_JOBS: readonly ExpectedJob[] = [
  {
    target: 'pollMailboxes',
    schedule: '*/15 * * * *',
    everyMinutes: 15,
    words: 'every 15 minutes',
    alias: '/api/cron/gmail-sync',
  },
  { target: 'renewWatches', schedule: '0 4 * * *', everyMinutes: 1_440, words: 'every day' },
  { target: 'auditMailboxes', schedule: '0 5 * * 0', everyMinutes: 10_080, words: 'every week' },
];

/** Names as tools write them, `pollMailboxes`, `poll-mailboxes` and `pollmailboxes`, are one. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
