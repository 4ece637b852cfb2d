import { z } from 'zod';
import { GHL_WEBHOOK_KEY, readWebhookKey } from '../shared/adapters/ghl/webhookSignature.ts';
import { parseSecretReference } from '../shared/adapters/secrets/secretReference.ts';
import { parseKeyring } from '../shared/domain/keyring.ts';

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
  INITIAL_SYNC_LIMIT: limit(10_000).default(50),
  HISTORY_FETCH_LIMIT: limit(500).default(100),
  /** Whether callables take only calls of apps that Firebase App Check vouches for. */
  ENFORCE_APP_CHECK: flag,
  PORT: limit(65_535).default(8080),
  GMAIL_API_URL: origin.optional(),
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

/** Half of an app's credentials is a mistake that would only be seen when somebody links a location. */
const Whole = Environment.superRefine((env, context) => {
  const both = ['GHL_CLIENT_ID', 'GHL_CLIENT_SECRET'] as const;
  const missing = both.filter((name) => env[name] === undefined);
  if (missing.length === 1) {
    context.addIssue({
      code: 'custom',
      path: missing,
      message: 'is missing: an app at GHL has an id and a secret',
    });
  }
});

export type Config = Omit<z.output<typeof Environment>, 'GMAIL_TOPIC'> & {
  /** `projects/P/topics/T`; undefined where mailboxes are only polled. */
  readonly GMAIL_TOPIC: string | undefined;
};

/** What is wrong with the environment, in one line that names each variable. */
export class InvalidConfig extends Error {
  override readonly name = 'InvalidConfig';
}

/** Parses the environment once. @throws InvalidConfig */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Whole.safeParse({
    ...present,
    GOOGLE_CLOUD_PROJECT: present['GOOGLE_CLOUD_PROJECT'] ?? present['GOOGLE_CLOUD_PROJECT_ID'],
  });
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path[0]?.toString()} ${message}`);
    throw new InvalidConfig(`Configuration: ${problems.join('; ')}.`);
  }
  const { GMAIL_TOPIC: topic, ...rest } = parsed.data;
  return { ...rest, GMAIL_TOPIC: topic && fullTopic(topic, rest.GOOGLE_CLOUD_PROJECT) };
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
