import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { GHL_WEBHOOK_KEY, readWebhookKey } from '../shared/adapters/ghl/webhookSignature.ts';
import { parseSecretReference } from '../shared/adapters/secrets/secretReference.ts';
import type { ConfigProblem } from '../shared/domain/doctor/judgeConfig.ts';
import { parseKeyring } from '../shared/domain/keyring.ts';
import { GMAIL_QUOTA } from '../shared/domain/quota/gmailUnits.ts';
import { withheldSecrets } from './needs.ts';

const KEYRING_HINT =
  '{"current":"k1","keys":{"k1":"<32 random bytes in base64>"}} or projects/PROJECT/secrets/SECRET/versions/latest';

const required = (what: string) => z.string({ error: `is missing: ${what}` }).min(1, `is empty: ${what}`);
const url = z.url({ protocol: /^https?$/, error: 'is not a URL such as https://example.com' });
const origin = url.transform((value, context) => {
  const { origin, pathname, search } = new URL(value);
  if (pathname !== '/' || search !== '') context.addIssue('is not an origin: leave the path away');
  return origin;
});
const limit = (max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'is not a whole number')
    .transform(Number)
    .refine((value) => value <= max, `is above ${max}`);

/** Below, work of hours would come to no end. */
const unitsPerMinute = (min: number) =>
  limit(1_000_000_000).refine((units) => units >= min, `is below ${min}`);

const flag = z
  .enum(['true', 'false'], { error: 'is neither true nor false' })
  .default('false')
  .transform((value) => value === 'true');

/** Every variable that the functions read. An empty variable counts as absent. */
const Environment = z.object({
  GOOGLE_CLOUD_PROJECT: required('the id of the Google Cloud project'),
  GOOGLE_CLIENT_ID: required(
    "the OAuth client's id, from Google Cloud console > APIs & Services > Credentials",
  ),
  GOOGLE_CLIENT_SECRET: required("the OAuth client's secret, from the same page"),
  TOKEN_KEYRING: required(`the keys that encrypt grants, ${KEYRING_HINT}`).superRefine(
    (configured, context) => {
      const problem = keyringProblem(configured);
      if (problem) context.addIssue(`${problem}; it is ${KEYRING_HINT}`);
    },
  ),
  CRON_SECRET: required('a random secret for manual triggers, at least 16 characters').min(
    16,
    'is too short: at least 16 characters',
  ),
  /** As whom Cloud Scheduler calls; only where the platform lets nobody else call what is scheduled. */
  SCHEDULER_SERVICE_ACCOUNT: z.email('is not the address of a service account').optional(),
  APP_BASE_URL: origin.optional(),
  NEXT_PUBLIC_APP_URL: origin.optional(),
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
    )
    .pipe(z.array(origin)),
  GMAIL_TOPIC: z
    .string()
    .regex(/^(projects\/[^/]+\/topics\/)?[A-Za-z][\w.~+%-]{2,254}$/, 'is not a topic such as gmail-sync')
    .optional(),
  /** What Gmail grants: console > APIs & Services > Gmail API > Quotas. */
  GMAIL_MAILBOX_UNITS_PER_MINUTE: unitsPerMinute(1_000).default(GMAIL_QUOTA.mailbox),
  GMAIL_PROJECT_UNITS_PER_MINUTE: unitsPerMinute(10_000).default(GMAIL_QUOTA.project),
  /** What an instance does at a time; half of it may be first syncs, searches and audits. */
  MAX_CONCURRENT_SYNCS: limit(1_000)
    .refine((places) => places >= 2, 'is below 2')
    .default(20),
  INITIAL_SYNC_LIMIT: limit(100_000).default(50),
  HISTORY_FETCH_LIMIT: limit(500).default(100),
  /** Whether callables take only calls of apps that Firebase App Check vouches for. */
  ENFORCE_APP_CHECK: flag,
  PORT: limit(65_535).default(8080),
  GMAIL_API_URL: origin.optional(),
  SECRET_MANAGER_API_URL: origin.optional(),
  PEOPLE_API_URL: origin.optional(),
  GHL_API_URL: origin.optional(),
  /** Of our app at GHL's marketplace; without them, locations are linked by Private Integration Tokens alone. */
  GHL_CLIENT_ID: z.string().optional(),
  GHL_CLIENT_SECRET: z.string().optional(),
  GHL_OAUTH_AUTH_URL: url.optional(),
  /** Whose signature webhooks of GHL's need; GHL's own unless told. */
  GHL_WEBHOOK_PUBLIC_KEY: z
    .string()
    .default(GHL_WEBHOOK_KEY)
    .transform((written, context) => {
      try {
        return readWebhookKey(written);
      } catch {
        context.addIssue('is not an Ed25519 public key, in PEM or its base64 alone');
        return z.NEVER;
      }
    }),
  GOOGLE_OAUTH_AUTH_URL: url.optional(),
  GOOGLE_OAUTH_TOKEN_URL: url.optional(),
  GOOGLE_OAUTH_REVOKE_URL: url.optional(),
});

export type Config = Omit<z.output<typeof Environment>, 'GMAIL_TOPIC'> & {
  /** `projects/P/topics/T`; undefined where mailboxes are only polled. */
  readonly GMAIL_TOPIC: string | undefined;
};

/** What is wrong with the environment, in one line that names each variable. */
export class InvalidConfig extends Error {
  override readonly name = 'InvalidConfig';

  constructor(problems: readonly ConfigProblem[]) {
    super(`Configuration: ${problems.map(({ variable, problem }) => `${variable} ${problem}`).join('; ')}.`);
  }
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Parses the environment once. @throws InvalidConfig */
export function readConfig(env: Variables = process.env): Config {
  const present = { ...standInsOf(env['FUNCTION_TARGET']), ...presentIn(env) };
  const parsed = Environment.safeParse(present);
  const problems = problemsOf(present, parsed.error);
  if (!parsed.success || problems.length > 0) throw new InvalidConfig(problems);
  const { GMAIL_TOPIC: topic, ...rest } = parsed.data;
  return { ...rest, GMAIL_TOPIC: topic && fullTopic(topic, rest.GOOGLE_CLOUD_PROJECT) };
}

/** The same, of which no more is asked than to be told: what is right of it, and each thing that is wrong. */
export function surveyConfig(env: Variables = process.env) {
  const present = presentIn(env);
  const problems = problemsOf(present, Environment.safeParse(present).error);
  const wrong = new Set(problems.map(({ variable }) => variable));
  const right = Object.entries(present).filter(([name]) => !wrong.has(name));
  const told = Environment.partial().parse(Object.fromEntries(right));
  const { GOOGLE_CLOUD_PROJECT: project, GMAIL_TOPIC: topic } = told;
  return {
    problems,
    told: { ...told, GMAIL_TOPIC: topic && project && fullTopic(topic, project) },
    emulators: { firestore: present['FIRESTORE_EMULATOR_HOST'], pubsub: present['PUBSUB_EMULATOR_HOST'] },
  };
}

/** Which function the platform has this instance serve; undefined where one process serves all. */
export const functionTarget = (): string | undefined => process.env['FUNCTION_TARGET'];

/**
 * Express and the framework answer what goes wrong outside of our own code with its stack or its message, unless they
 * are told that this is production. They look when they are called, and nothing of ours does.
 */
export function hideErrors(): void {
  process.env['NODE_ENV'] = 'production';
}

/** In the place of a secret that this function is not given stands what nobody knows: it opens nothing. */
function standInsOf(target: string | undefined): Variables {
  return Object.fromEntries(withheldSecrets(target).map((secret) => [secret, randomUUID()]));
}

function presentIn(env: Variables): Variables {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  return {
    ...present,
    GOOGLE_CLOUD_PROJECT: present['GOOGLE_CLOUD_PROJECT'] ?? present['GOOGLE_CLOUD_PROJECT_ID'],
  };
}

/** Half of an app's credentials is a mistake that would only be seen when somebody links a location. */
function problemsOf(present: Variables, error: z.ZodError | undefined): readonly ConfigProblem[] {
  const told = (error?.issues ?? []).map(({ path, message }) => ({
    variable: String(path[0]),
    problem: message,
  }));
  const missing = ['GHL_CLIENT_ID', 'GHL_CLIENT_SECRET'].filter((name) => present[name] === undefined);
  const half = missing.map((variable) => ({
    variable,
    problem: 'is missing: an app at GHL has an id and a secret',
  }));
  return missing.length === 1 ? [...told, ...half] : told;
}

/** A keyring that is given here is checked here; one in Secret Manager when it is first read. */
function keyringProblem(configured: string): string | undefined {
  try {
    const reference = parseSecretReference(configured);
    if (reference.kind === 'value') parseKeyring(reference.value);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function fullTopic(topic: string, project: string): string {
  return topic.startsWith('projects/') ? topic : `projects/${project}/topics/${topic}`;
}
