import { readFile } from 'node:fs/promises';
import { EMULATORS } from '../../support/emulators/emulators.ts';

const RULES = new URL('../../../terraform/firestore.rules', import.meta.url);

/** Has the emulator let browsers do what the rules that are deployed let them do, and no more. */
export async function enforceRules(projectId: string): Promise<void> {
  const host = process.env[EMULATORS.firestore.variable];
  const files = [{ name: 'firestore.rules', content: await readFile(RULES, 'utf8') }];
  const response = await fetch(`http://${host}/emulator/v1/projects/${projectId}:securityRules`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rules: { files } }),
  });
  if (!response.ok)
    throw new Error(`The Firestore emulator does not take the rules: ${await response.text()}`);
}
