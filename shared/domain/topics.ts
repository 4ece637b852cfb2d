/** The topics of events, by the names under which Terraform creates them. */
export const TOPICS = {
  /** Gmail's notifications. */
  notifications: 'gmail-sync',
  /** What `syncWorker` is asked to do. */
  jobs: 'gmail-sync-jobs',
  /** Locations that have something to be logged at GHL. */
  outbox: 'ghl-outbox',
} as const;
export type TopicName = (typeof TOPICS)[keyof typeof TOPICS];

export const TOPIC_NAMES: readonly TopicName[] = Object.values(TOPICS);

/** Where Pub/Sub puts what it has tried to deliver too often; the pull subscription to it has the same name. */
export const deadLetterTopicOf = (topic: string): string => `${topic}-dead`;
