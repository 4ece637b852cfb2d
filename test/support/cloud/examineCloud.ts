import { randomBytes, randomUUID } from 'node:crypto';
import { type ExamineOptions, examine } from '../../../functions/admin/examine.ts';
import type { Finding } from '../../../shared/domain/doctor/finding.ts';
import type { CloudServer } from './cloudServer.ts';

export const aCloudEnvironment = (project: string) => ({
  GOOGLE_CLOUD_PROJECT: project,
  GOOGLE_CLIENT_ID: '12345.apps.googleusercontent.com',
  GOOGLE_CLIENT_SECRET: `GOCSPX-${randomUUID()}`,
  TOKEN_KEYRING: JSON.stringify({ current: 'k1', keys: { k1: randomBytes(32).toString('base64') } }),
  CRON_SECRET: randomBytes(24).toString('base64url'),
  APP_BASE_URL: 'https://crm.example.com',
  GMAIL_TOPIC: 'gmail-sync',
});

/** As on a machine that is signed in, where every service but Firestore itself is the double. */
export const examineCloud = (cloud: CloudServer, options: Partial<ExamineOptions> = {}) =>
  examine({
    env: aCloudEnvironment(cloud.project),
    signIn: cloud.signIn,
    rootUrl: cloud.rootUrl,
    ...options,
  });

export const unwell = (findings: readonly Finding[]) => findings.filter(({ status }) => status !== 'ok');
