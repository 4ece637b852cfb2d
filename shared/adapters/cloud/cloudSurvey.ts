import type { CloudSurvey } from '../../ports/doctor.ts';
import { type CloudCallerOptions, cloudCaller } from './cloudCaller.ts';
import { firestoreSurvey } from './firestoreSurvey.ts';
import { functionsSurvey } from './functionsSurvey.ts';
import { pubsubSurvey } from './pubsubSurvey.ts';
import { schedulerSurvey } from './schedulerSurvey.ts';

export interface CloudSurveyOptions extends CloudCallerOptions {
  readonly project: string;
  /** Host and port of Pub/Sub's emulator, where it stands for the service. */
  readonly pubsubEmulator: string | undefined;
  /** Another origin for all services, for tests. */
  readonly rootUrl?: string | undefined;
}

/** What is set up in a project, by Google Cloud's REST APIs. Only reads. */
export function createCloudSurvey({
  project,
  pubsubEmulator,
  rootUrl,
  ...calls
}: CloudSurveyOptions): CloudSurvey {
  const ask = cloudCaller(calls);
  return {
    ...pubsubSurvey(ask, { emulator: pubsubEmulator, rootUrl }),
    ...firestoreSurvey(ask, { project, rootUrl }),
    ...schedulerSurvey(ask, { project, rootUrl }),
    ...functionsSurvey(ask, { project, rootUrl }),
  };
}
