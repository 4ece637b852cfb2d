import { counted, type Finding, ok, warning, wrong } from './finding.ts';

/** A variable that is not as it should be. */
export interface ConfigProblem {
  readonly variable: string;
  /** Such as `is missing: …`; never its value. */
  readonly problem: string;
}

/** The configuration as far as it can be told; what is wrong is only named. */
export interface ConfigFacts {
  readonly problems: readonly ConfigProblem[];
  readonly project: string | undefined;
  readonly clientId: string | undefined;
  /** Judged, and never told. */
  readonly cronSecret: string | undefined;
  /** Full. */
  readonly gmailTopic: string | undefined;
  /** By which variable an origin becomes that of the OAuth redirect, the first that counts. */
  readonly redirects: readonly { readonly variable: string; readonly uri: string }[];
  /** Undefined where there is no app at GHL. */
  readonly ghlRedirect: { readonly uri: string | undefined } | undefined;
  /** Variables that put other endpoints in the place of Google's and GHL's. */
  readonly endpoints: readonly string[];
  readonly emulators: { readonly firestore: string | undefined; readonly pubsub: string | undefined };
}

const CREDENTIALS = 'Google Cloud console > APIs & Services > Credentials';

export function judgeConfig(facts: ConfigFacts): readonly Finding[] {
  return [
    ...judgeVariables(facts),
    ...judgeEmulators(facts),
    ...judgeRedirects(facts),
    ...judgeGhlRedirect(facts),
    ...judgeCronSecret(facts),
    ...judgeClientId(facts),
    ...judgeGmailTopic(facts),
    ...judgeEndpoints(facts),
  ];
}

const isLocal = ({ emulators }: ConfigFacts): boolean =>
  emulators.firestore !== undefined && emulators.pubsub !== undefined;

/** What makes a value, for those that are not just copied from somewhere. */
const MAKES: Readonly<Record<string, string>> = {
  GOOGLE_CLOUD_PROJECT: 'export GOOGLE_CLOUD_PROJECT="$(gcloud config get project)"',
  CRON_SECRET: 'export CRON_SECRET="$(openssl rand -hex 32)"',
  TOKEN_KEYRING: `export TOKEN_KEYRING='{"current":"k1","keys":{"k1":"'"$(openssl rand -base64 32)"'"}}'`,
};

function judgeVariables({ problems }: ConfigFacts): readonly Finding[] {
  if (problems.length === 0) return [ok('configuration', 'every variable is as it should be')];
  return problems.map(({ variable, problem }) => {
    // A new keyring would open nothing that the old one has sealed.
    const make = /^is (missing|empty|too short)/.test(problem) ? MAKES[variable] : undefined;
    return wrong(`configuration: ${variable}`, problem, make ?? `export ${variable}=…`);
  });
}

function judgeEmulators({ emulators: { firestore, pubsub } }: ConfigFacts): readonly Finding[] {
  if ((firestore === undefined) === (pubsub === undefined)) return [];
  const [set, unset] =
    firestore === undefined
      ? ['PUBSUB_EMULATOR_HOST', 'FIRESTORE_EMULATOR_HOST']
      : ['FIRESTORE_EMULATOR_HOST', 'PUBSUB_EMULATOR_HOST'];
  const says = `${set} is set and ${unset} is not: half of it is an emulator, half the cloud`;
  return [wrong('emulators', says, `unset ${set}, or export ${unset}=…`)];
}

function judgeRedirects(facts: ConfigFacts): readonly Finding[] {
  const check = 'OAuth redirect';
  const { redirects } = facts;
  if (redirects.length === 0)
    return [
      wrong(
        check,
        'no origin is configured, so no mailbox can be connected',
        'export APP_BASE_URL=https://… (the origin under which the functions are reached)',
      ),
    ];
  const odd = redirects.flatMap(({ variable, uri }) => oddRedirect(facts, variable, uri, check) ?? []);
  if (odd.length > 0) return odd;
  const uris = redirects.map(({ uri }) => uri).join(', ');
  const client = isClientId(facts.clientId) ? `OAuth client ${facts.clientId}` : 'the OAuth client';
  return [ok(check, `${client} has to list ${uris} among its redirect URIs (${CREDENTIALS})`)];
}

const LOCALHOST = ['localhost', '127.0.0.1', '[::1]'];

/** Google takes plain HTTP for nothing but the own machine; and in the cloud that is nobody's. */
function oddRedirect(facts: ConfigFacts, variable: string, uri: string, check: string): Finding | undefined {
  const { protocol, hostname } = new URL(uri);
  const isHere = LOCALHOST.includes(hostname);
  if (protocol !== 'https:' && !isHere)
    return wrong(
      check,
      `Google refuses ${uri}, which is not HTTPS`,
      `export ${variable}=https://${hostname}`,
    );
  if (isHere && !isLocal(facts))
    return warning(
      check,
      `${uri} is every browser's own machine, while the functions work on the cloud`,
      `export ${variable}=https://…`,
    );
  return undefined;
}

function judgeGhlRedirect(facts: ConfigFacts): readonly Finding[] {
  const check = 'GHL redirect';
  if (!facts.ghlRedirect) return [];
  const { uri } = facts.ghlRedirect;
  if (uri === undefined)
    return [
      warning(
        check,
        'no location can be linked by OAuth: GHL has to know where to return to',
        'export APP_BASE_URL=https://…',
      ),
    ];
  const odd = oddRedirect(facts, 'APP_BASE_URL', uri, check);
  return [odd ?? ok(check, `the app at GHL's marketplace has to list ${uri} among its redirect URLs`)];
}

const WORDS = /secret|passw|change|example|qwert|letmein/i;
/** A long secret may have these by chance. */
const SHORT_WORDS = /12345|abcde|admin|cron|test/i;
const MIN_DIFFERENT = 8;
/** So many letters are hard to guess even where they are words. */
const MIN_WORDY = 32;

function judgeCronSecret({ cronSecret }: ConfigFacts): readonly Finding[] {
  if (cronSecret === undefined) return [];
  const check = 'CRON_SECRET';
  const weakness = weaknessOf(cronSecret);
  if (weakness === undefined) return [ok(check, 'is long and mixed')];
  return [warning(check, `can be guessed: ${weakness}`, MAKES['CRON_SECRET'] ?? '')];
}

function weaknessOf(secret: string): string | undefined {
  if (/\s/.test(secret)) return 'it has a space or a line break in it, which a header cannot carry well';
  if (new Set(secret).size < MIN_DIFFERENT) return `it has fewer than ${MIN_DIFFERENT} different characters`;
  if (WORDS.test(secret)) return 'it has a word in it that everybody tries';
  if (secret.length >= MIN_WORDY) return undefined;
  if (SHORT_WORDS.test(secret)) return 'it has a word in it that everybody tries';
  if (/^[a-z_-]+$/i.test(secret)) return 'it is made of letters alone';
  return undefined;
}

/** What is none may be the secret, mixed up: it is not told. */
const isClientId = (told: string | undefined): boolean =>
  told?.endsWith('.apps.googleusercontent.com') ?? false;

function judgeClientId(facts: ConfigFacts): readonly Finding[] {
  const { clientId } = facts;
  if (clientId === undefined || isLocal(facts) || isClientId(clientId)) return [];
  return [
    warning(
      'GOOGLE_CLIENT_ID',
      'does not end with .apps.googleusercontent.com, as every client of Google’s does',
      `export GOOGLE_CLIENT_ID=… (${CREDENTIALS})`,
    ),
  ];
}

function judgeGmailTopic({ gmailTopic, project }: ConfigFacts): readonly Finding[] {
  const check = 'GMAIL_TOPIC';
  if (gmailTopic === undefined)
    return [
      warning(
        check,
        'is not set: Gmail notifies nobody, and mailboxes are only polled',
        'export GMAIL_TOPIC=gmail-sync',
      ),
    ];
  if (project === undefined || gmailTopic.startsWith(`projects/${project}/`)) return [ok(check, gmailTopic)];
  return [
    warning(
      check,
      `${gmailTopic} is not in project ${project}: Gmail takes a topic of the OAuth client's own project alone`,
      'export GMAIL_TOPIC=gmail-sync, unless the OAuth client is of that project',
    ),
  ];
}

function judgeEndpoints(facts: ConfigFacts): readonly Finding[] {
  const { endpoints } = facts;
  if (endpoints.length === 0 || isLocal(facts)) return [];
  const says = `${counted(endpoints.length, 'endpoint')} for tests: ${endpoints.join(', ')}, while the functions work on the cloud`;
  return [warning('endpoints', says, `unset ${endpoints.join(' ')}`)];
}
