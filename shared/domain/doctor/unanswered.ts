import { type Finding, notChecked, wrong } from './finding.ts';

export type WhyUnanswered =
  /** Nobody is signed in, or Google no longer takes who is. */
  | 'signedOut'
  | 'forbidden'
  | 'apiDisabled'
  | 'noProject'
  /** No answer, or none in time. */
  | 'silent'
  | 'failed';

/** What a question to the cloud was about: whose answer needs which role. */
export interface AskedOf {
  /** Such as `pubsub.googleapis.com`. */
  readonly api: string;
  /** The least role that may ask. */
  readonly role: string;
  /** Where an emulator answers instead. */
  readonly emulator?: string | undefined;
}

/** A question that the cloud has not answered. It says nothing of what was asked about. */
export class Unanswered extends Error {
  readonly why: WhyUnanswered;
  readonly of: AskedOf;
  /** Google's own words, without secrets. */
  readonly said: string;

  constructor(why: WhyUnanswered, of: AskedOf, said = '') {
    super(`${of.api}: ${why} ${said}`.trim());
    this.name = 'Unanswered';
    this.why = why;
    this.of = of;
    this.said = said;
  }
}

export const SIGN_IN = 'gcloud auth application-default login';
export const START_EMULATORS = 'npm run emulators';

const AGAIN = 'npm run admin -- doctor';

/** Whatever keeps us from looking is no fault of what we would look at, except where the service itself is off. */
export function judgeUnanswered(
  check: string,
  { why, of, said }: Pick<Unanswered, 'why' | 'of' | 'said'>,
  project: string,
): Finding {
  const words = said && ` (${said})`;
  switch (why) {
    case 'signedOut':
      return notChecked(check, `nobody is signed in to Google Cloud here${words}`, SIGN_IN);
    case 'forbidden':
      return notChecked(
        check,
        `the account that runs this may not ask ${of.api}${words}`,
        grantRole(project, of.role),
      );
    case 'apiDisabled':
      return wrong(
        check,
        `${of.api} is not enabled in project ${project}`,
        `gcloud services enable ${of.api} --project=${project}`,
      );
    case 'noProject':
      return wrong(
        check,
        `there is no project ${project}, or the account that runs this may not see it`,
        'gcloud projects list, then set GOOGLE_CLOUD_PROJECT',
      );
    case 'silent':
      return of.emulator === undefined
        ? notChecked(check, `${of.api} did not answer${words}`, AGAIN)
        : wrong(check, `no emulator answers at ${of.emulator}${words}`, START_EMULATORS);
    case 'failed':
      return notChecked(check, `${of.api} could not say${words}`, AGAIN);
    default:
      return why satisfies never;
  }
}

/** For whoever is signed in as a person. */
export const grantRole = (project: string, role: string): string =>
  `gcloud projects add-iam-policy-binding ${project} --member="user:$(gcloud config get account)" --role=${role}`;
