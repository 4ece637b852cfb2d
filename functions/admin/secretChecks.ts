import type { AccessSecret } from '../../shared/adapters/secrets/secretManager.ts';
import { surveyKeyring } from '../../shared/adapters/secrets/surveyKeyring.ts';
import { judgeClientSecret, judgeKeyring } from '../../shared/domain/doctor/judgeSecrets.ts';
import type { Check } from '../../shared/sync/doctor/runChecks.ts';
import type { surveyConfig } from '../config.ts';

/** Those secrets that are configured; that one is missing or cut short, the configuration says. */
export function secretChecks(
  { TOKEN_KEYRING: keyring, GOOGLE_CLIENT_SECRET: secret }: ReturnType<typeof surveyConfig>['told'],
  access: AccessSecret,
): readonly Check[] {
  const found: Check[] = [];
  if (keyring !== undefined)
    found.push({
      name: 'keyring',
      async run() {
        const { facts, place } = await surveyKeyring(keyring, access);
        return [judgeKeyring(facts, place)];
      },
    });
  if (secret !== undefined)
    found.push({
      name: 'client secret',
      run: async () => [
        judgeClientSecret({ isName: /^projects\/.+\/secrets\//.test(secret), isOdd: /\s/.test(secret) }),
      ],
    });
  return found;
}
