import { readFile } from 'node:fs/promises';
import { initializeTestEnvironment, type RulesTestEnvironment } from '@firebase/rules-unit-testing';
import { setLogLevel } from 'firebase/firestore';

const RULES = new URL('../../../terraform/firestore.rules', import.meta.url);

/**
 * Has the emulator enforce the rules that are deployed. It keeps rules by project: other projects on it, and whoever
 * has the server's credentials, go on unaffected.
 */
export async function loadRules(projectId: string): Promise<RulesTestEnvironment> {
  // Each denial would be told on the console as well.
  setLogLevel('silent');
  return initializeTestEnvironment({ projectId, firestore: { rules: await readFile(RULES, 'utf8') } });
}
