import { applied } from './applied.ts';
import { type Finding, notChecked, ok, wrong } from './finding.ts';
import { grantRole, SIGN_IN, START_EMULATORS } from './unanswered.ts';

/** What came of one read. */
export type ReadOutcome =
  | 'answers'
  | 'noDatabase'
  | 'datastoreMode'
  | 'apiDisabled'
  | 'forbidden'
  | 'signedOut';

interface Where {
  readonly project: string;
  readonly emulator: string | undefined;
}

const READ = 'Firestore';
const DATABASE = 'database';

export function judgeRead(outcome: ReadOutcome, { project, emulator }: Where): Finding {
  switch (outcome) {
    case 'answers':
      return ok(READ, emulator === undefined ? 'answers' : `the emulator at ${emulator} answers`);
    case 'noDatabase':
      return wrong(READ, `project ${project} has no database (default)`, createDatabase(project));
    case 'datastoreMode':
      return wrong(READ, 'the database is in Datastore mode, which has no listeners', OTHER_PROJECT);
    case 'apiDisabled':
      return wrong(
        READ,
        `firestore.googleapis.com is not enabled in project ${project}`,
        `gcloud services enable firestore.googleapis.com --project=${project}`,
      );
    case 'forbidden':
      return notChecked(
        READ,
        'the account that runs this may not read the database',
        grantRole(project, 'roles/datastore.viewer'),
      );
    case 'signedOut':
      return notChecked(READ, 'nobody is signed in to Google Cloud here', SIGN_IN);
    default:
      return outcome satisfies never;
  }
}

export const silentRead = ({ project, emulator }: Where, seconds: number): Finding =>
  emulator === undefined
    ? wrong(
        READ,
        `does not answer within ${seconds} s`,
        `gcloud firestore databases describe --database='(default)' --project=${project}`,
      )
    : wrong(READ, `no emulator answers at ${emulator} within ${seconds} s`, START_EMULATORS);

/** As the Admin API tells it; null where there is none. */
export interface DatabaseFacts {
  readonly type: string;
  readonly location: string;
}

export function judgeDatabase(facts: DatabaseFacts | null, project: string): Finding {
  if (!facts) return wrong(DATABASE, `project ${project} has no database (default)`, createDatabase(project));
  if (facts.type === 'FIRESTORE_NATIVE') return ok(DATABASE, `in Native mode, in ${facts.location}`);
  return wrong(
    DATABASE,
    `the database (default) is of the type ${facts.type}, and not in Native mode`,
    OTHER_PROJECT,
  );
}

const OTHER_PROJECT = 'a database in Native mode, which an existing one cannot become: take another project';

const createDatabase = (project: string): string =>
  applied(
    project,
    'google_firestore_database.this',
    `gcloud firestore databases create --database='(default)' --type=firestore-native --location=LOCATION --project=${project}`,
  );
