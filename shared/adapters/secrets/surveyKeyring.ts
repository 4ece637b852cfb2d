import type { KeyringFacts, SecretPlace } from '../../domain/doctor/judgeSecrets.ts';
import { InvalidKeyring, parseKeyring } from '../../domain/keyring.ts';
import type { AccessSecret } from './secretManager.ts';
import { parseSecretReference } from './secretReference.ts';
import { SecretUnreadable } from './secretUnreadable.ts';

/** Reads the keyring where `TOKEN_KEYRING` says that it is, and tells of it what is no secret. */
export async function surveyKeyring(
  configured: string,
  access: AccessSecret,
): Promise<{ facts: KeyringFacts; place: SecretPlace | undefined }> {
  const reference = parseSecretReference(configured);
  const place = reference.kind === 'version' ? reference : undefined;
  try {
    const text = reference.kind === 'version' ? await access(reference) : reference.value;
    const { current, keyIds } = parseKeyring(text);
    return { facts: { found: 'keyring', current: current.keyId, keyIds }, place };
  } catch (error) {
    if (error instanceof InvalidKeyring)
      return { facts: { found: 'invalid', problems: error.problems }, place };
    if (error instanceof SecretUnreadable)
      return { facts: { found: 'unreadable', why: error.failure }, place };
    throw error;
  }
}
