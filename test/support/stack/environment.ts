import { randomBytes, randomUUID } from 'node:crypto';
import type { GmailSimulator } from '../gmail/gmailSimulator.ts';

/** The project's own Firestore, topics and users on a shared emulator: tests side by side never meet. */
export const aProjectId = (): string => `demo-${randomUUID().slice(0, 18)}`;

export const aKeyring = (): string =>
  JSON.stringify({ current: 'k1', keys: { k1: randomBytes(32).toString('base64') } });

/** What the functions need to find a simulator and the running emulators. */
export function environmentFor(simulator: GmailSimulator, projectId: string): Record<string, string> {
  return {
    GOOGLE_CLOUD_PROJECT: projectId,
    GOOGLE_CLIENT_ID: simulator.oauth.clientId,
    GOOGLE_CLIENT_SECRET: simulator.oauth.clientSecret,
    TOKEN_KEYRING: aKeyring(),
    CRON_SECRET: randomBytes(16).toString('hex'),
    GMAIL_TOPIC: 'gmail-sync',
    GMAIL_API_URL: simulator.url,
    PEOPLE_API_URL: simulator.url,
    GOOGLE_OAUTH_AUTH_URL: simulator.oauth.authUrl,
    GOOGLE_OAUTH_TOKEN_URL: simulator.oauth.tokenUrl,
    GOOGLE_OAUTH_REVOKE_URL: simulator.oauth.revokeUrl,
  };
}
