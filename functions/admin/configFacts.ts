import type { ConfigFacts } from '../../shared/domain/doctor/judgeConfig.ts';
import type { surveyConfig } from '../config.ts';
import { CALLBACK_PATH, ghlRedirectUri } from '../redirectUri.ts';

/** What of the configuration the doctor judges; of the secrets, the one that a person may have made up. */
export function configFacts({ problems, told, emulators }: ReturnType<typeof surveyConfig>): ConfigFacts {
  const { APP_BASE_URL, NEXT_PUBLIC_APP_URL, ALLOWED_ORIGINS = [], GHL_CLIENT_ID } = told;
  const bases = { APP_BASE_URL, NEXT_PUBLIC_APP_URL };
  const first = Object.entries(bases).flatMap(([variable, base]) => (base ? [{ variable, base }] : []))[0];
  const allowed = ALLOWED_ORIGINS.map((base) => ({ variable: 'ALLOWED_ORIGINS', base }));
  return {
    problems,
    project: told.GOOGLE_CLOUD_PROJECT,
    clientId: told.GOOGLE_CLIENT_ID,
    cronSecret: told.CRON_SECRET,
    gmailTopic: told.GMAIL_TOPIC,
    redirects: (first ? [first] : allowed).map(({ variable, base }) => ({
      variable,
      uri: `${base}${CALLBACK_PATH}`,
    })),
    ghlRedirect: GHL_CLIENT_ID === undefined ? undefined : { uri: ghlRedirectUri(bases) },
    endpoints: Object.entries(told).flatMap(([name, value]) => (value && isEndpoint(name) ? [name] : [])),
    emulators,
  };
}

/** As against the origins of the app itself. */
const isEndpoint = (name: string): boolean => /_(API|AUTH|TOKEN|REVOKE)_URL$/.test(name);
