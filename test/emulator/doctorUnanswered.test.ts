import { describe, expect, test } from '@jest/globals';
import { secretManager } from '../../shared/adapters/secrets/secretManager.ts';
import type { Finding } from '../../shared/domain/doctor/finding.ts';
import { type CloudFault, CloudServer } from '../support/cloud/cloudServer.ts';
import { aCloudEnvironment, examineCloud, unwell } from '../support/cloud/examineCloud.ts';
import { startSecretManager } from '../support/secret-manager/secretManagerServer.ts';
import { findLeaks } from '../support/stack/findLeaks.ts';

describe('where the cloud does not say', () => {
  const withoutScheduler = (findings: readonly Finding[]) =>
    unwell(findings).filter(({ check }) => check !== 'schedules');
  const told = (findings: readonly Finding[]) => findings.find(({ check }) => check === 'schedules');

  test.each<[CloudFault, object]>([
    ['closes', { status: 'notChecked', says: expect.stringContaining('did not answer') }],
    ['denied', { status: 'notChecked', mend: expect.stringContaining('--role=roles/cloudscheduler.viewer') }],
    [
      'disabled',
      {
        status: 'wrong',
        mend: expect.stringContaining('gcloud services enable cloudscheduler.googleapis.com'),
      },
    ],
    ['noProject', { status: 'wrong', says: expect.stringContaining('there is no project') }],
    ['broken', { status: 'notChecked', says: expect.stringContaining('HTTP 500') }],
    ['nonsense', { status: 'notChecked', says: expect.stringContaining('cannot be read') }],
    ['hangs', { status: 'notChecked', says: 'no answer within 10 s' }],
  ])('a service in trouble (%s) stops no other check', async (fault, expected) => {
    await using cloud = await CloudServer.start();
    cloud.fail('/jobs', fault);
    const findings = await examineCloud(cloud);
    expect(told(findings)).toMatchObject(expected);
    expect(withoutScheduler(findings)).toEqual([]);
  });

  test('nobody who is signed in, or a token that Google does not take, is told what to do', async () => {
    await using cloud = await CloudServer.start();
    await using other = await CloudServer.start();
    const nobody = async () => {
      throw new Error('Could not load the default credentials from /home/somebody');
    };
    for (const signIn of [nobody, other.signIn]) {
      const findings = await examineCloud(cloud, { signIn });
      const schedules = told(findings);
      expect(schedules).toMatchObject({
        status: 'notChecked',
        mend: 'gcloud auth application-default login',
      });
      expect(findings.filter(({ status }) => status === 'wrong')).toEqual([]);
      expect(JSON.stringify(findings)).not.toContain('/home/somebody');
    }
  });
});

describe('the keyring in Secret Manager', () => {
  test.each<[string, 'ok' | 'wrong' | 'notChecked', string]>([
    ['is read', 'ok', 'k1 seals'],
    ['is no keyring', 'wrong', 'is no keyring: it is not JSON'],
    ['may not be read', 'notChecked', 'may not read'],
    ['is disabled', 'wrong', 'disabled'],
  ])('that %s is %s', async (state, status, says) => {
    await using cloud = await CloudServer.start();
    const manager = await startSecretManager();
    try {
      const env = aCloudEnvironment(cloud.project);
      const secret = manager.newSecret(
        state === 'is no keyring' ? `{"k1": "${env.CRON_SECRET}` : env.TOKEN_KEYRING,
      );
      if (state === 'may not be read') manager.deny(secret);
      if (state === 'is disabled') manager.setState(secret, 1, 'DISABLED');
      const findings = await examineCloud(cloud, {
        env: { ...env, TOKEN_KEYRING: `${secret}/versions/latest` },
        access: secretManager(manager.clientOptions),
      });
      expect(findings.find(({ check }) => check === 'keyring')).toMatchObject({
        status,
        says: expect.stringContaining(says),
      });
      const { TOKEN_KEYRING, CRON_SECRET, GOOGLE_CLIENT_SECRET } = env;
      const secrets = Object.entries({
        TOKEN_KEYRING,
        CRON_SECRET,
        GOOGLE_CLIENT_SECRET,
        token: cloud.accessToken,
      });
      expect(findLeaks([JSON.stringify(findings)], secrets)).toEqual([]);
    } finally {
      await manager.close();
    }
  });
});
