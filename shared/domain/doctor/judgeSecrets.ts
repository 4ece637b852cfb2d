import { applied, rowOf } from './applied.ts';
import { type Finding, notChecked, ok, warning, wrong } from './finding.ts';
import { SIGN_IN } from './unanswered.ts';

/** A secret that is kept in Secret Manager. */
export interface SecretPlace {
  readonly project: string;
  readonly secret: string;
  /** The full name of the version. */
  readonly name: string;
}

export type UnreadableSecret =
  | 'permissionDenied'
  | 'apiDisabled'
  | 'unauthenticated'
  | 'notFound'
  | 'notEnabled'
  | 'corrupted'
  | 'unavailable';

/** What came of reading the keyring, of which only the names of its keys are told. */
export type KeyringFacts =
  | { readonly found: 'keyring'; readonly current: string; readonly keyIds: readonly string[] }
  /** What is wrong with it, which echoes nothing of it. */
  | { readonly found: 'invalid'; readonly problems: readonly string[] }
  | { readonly found: 'unreadable'; readonly why: UnreadableSecret };

const KEYRING = 'keyring';
/** As Terraform names it. */
const TERRAFORMS_KEYRING = 'token-keyring';

/** `place`: undefined where it stands in the environment itself. */
export function judgeKeyring(facts: KeyringFacts, place: SecretPlace | undefined): Finding {
  const where = place ? `in ${place.name}` : 'in TOKEN_KEYRING';
  switch (facts.found) {
    case 'keyring': {
      const others = facts.keyIds.filter((id) => id !== facts.current);
      const opens = others.length > 0 ? `, ${others.join(', ')} only open` : '';
      return ok(KEYRING, `${where}: ${facts.current} seals${opens}`);
    }
    case 'invalid':
      return wrong(
        KEYRING,
        `what stands ${where} is no keyring: ${facts.problems.join('; ')}. No mailbox can be opened`,
        place
          ? `gcloud secrets versions add ${place.secret} --project=${place.project} --data-file=-`
          : 'export TOKEN_KEYRING=…',
      );
    case 'unreadable':
      return place
        ? judgeUnreadable(KEYRING, facts.why, place)
        : wrong(KEYRING, 'cannot be read', 'export TOKEN_KEYRING=…');
    default:
      return facts satisfies never;
  }
}

function judgeUnreadable(
  check: string,
  why: UnreadableSecret,
  { project, secret, name }: SecretPlace,
): Finding {
  const add = `gcloud secrets versions add ${secret} --project=${project} --data-file=-`;
  switch (why) {
    case 'permissionDenied':
      return notChecked(
        check,
        `the account that runs this may not read ${name}, or there is no such secret`,
        `gcloud secrets add-iam-policy-binding ${secret} --project=${project} --member="user:$(gcloud config get account)" --role=roles/secretmanager.secretAccessor`,
      );
    case 'unauthenticated':
      return notChecked(check, 'nobody is signed in to Google Cloud here', SIGN_IN);
    case 'unavailable':
      return notChecked(check, 'Secret Manager did not answer in time', 'npm run admin -- doctor');
    case 'apiDisabled':
      return wrong(
        check,
        `secretmanager.googleapis.com is not enabled in project ${project}`,
        `gcloud services enable secretmanager.googleapis.com --project=${project}`,
      );
    case 'notFound':
      return wrong(
        check,
        `there is no ${name}`,
        secret === TERRAFORMS_KEYRING
          ? `${applied(project, rowOf('google_secret_manager_secret.this', 'TOKEN_KEYRING'))} && ${add}`
          : `gcloud secrets create ${secret} --project=${project} --replication-policy=automatic && ${add}`,
      );
    case 'notEnabled':
      return wrong(check, `${name} is disabled or destroyed`, add);
    case 'corrupted':
      return wrong(check, `${name} is empty, or its checksum does not fit`, add);
    default:
      return why satisfies never;
  }
}

/** `isName`: it names a version in Secret Manager, and would be sent to Google as it is. */
export function judgeClientSecret({ isName, isOdd }: { isName: boolean; isOdd: boolean }): Finding {
  const check = 'client secret';
  if (isName)
    return wrong(
      check,
      'GOOGLE_CLIENT_SECRET names a secret in Secret Manager, and the secret itself has to stand there',
      'mount it: gcloud functions deploy … --set-secrets=GOOGLE_CLIENT_SECRET=SECRET:latest',
    );
  if (isOdd)
    return warning(
      check,
      'GOOGLE_CLIENT_SECRET has a space or a line break in it',
      'export GOOGLE_CLIENT_SECRET=…',
    );
  return ok(check, 'GOOGLE_CLIENT_SECRET is there');
}
