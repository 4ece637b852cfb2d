import type { ExpectedTopic } from '../domain/doctor/expected.ts';
import type { HealthTimes, MailboxHealth, RelayHealth } from '../domain/doctor/health.ts';
import type { DatabaseFacts, ReadOutcome } from '../domain/doctor/judgeDatabase.ts';
import type { FunctionFacts } from '../domain/doctor/judgeFunctions.ts';
import type { FieldFacts, IndexFacts } from '../domain/doctor/judgeIndexes.ts';
import type { JobFacts } from '../domain/doctor/judgeJobs.ts';
import type { Binding, SubscriptionFacts, TopicFacts } from '../domain/doctor/judgeTopics.ts';
import type { LocationId } from '../domain/ids.ts';

/**
 * What is set up in the project, looked at and never touched. Every method throws `Unanswered` where the cloud does not
 * say; `signal` ends its calls.
 */
export interface CloudSurvey {
  /** With those of its subscriptions that can be read. */
  topic(of: ExpectedTopic, signal: AbortSignal): Promise<TopicFacts>;
  deadLetters(
    of: ExpectedTopic,
    signal: AbortSignal,
  ): Promise<{ topic: boolean; subscription: SubscriptionFacts | null }>;
  /** Who may do what with a topic; null where it is not there. */
  bindings(of: ExpectedTopic, signal: AbortSignal): Promise<readonly Binding[] | null>;
  database(signal: AbortSignal): Promise<DatabaseFacts | null>;
  indexes(signal: AbortSignal): Promise<readonly IndexFacts[]>;
  /** Fields that are not indexed as usual, or by which documents expire. */
  fields(signal: AbortSignal): Promise<readonly FieldFacts[]>;
  /** Jobs of Cloud Scheduler, in every location. */
  jobs(signal: AbortSignal): Promise<readonly JobFacts[]>;
  /** Cloud Functions, in every location. */
  functions(signal: AbortSignal): Promise<readonly FunctionFacts[]>;
}

/** How the sync goes, counted by Firestore itself: a read for each thousand that are counted. */
export interface HealthStore {
  /** What comes of one read. */
  tryRead(): Promise<ReadOutcome>;
  mailboxHealth(times: HealthTimes): Promise<MailboxHealth>;
  relayHealth(): Promise<RelayHealth>;
  /** Some of the locations whose link GHL takes, as far as is known. */
  linkedLocations(limit: number): Promise<readonly LocationId[]>;
}
