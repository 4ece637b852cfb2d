import type { MailboxId } from '../../../shared/domain/ids.ts';
import { EMULATOR_NAMES, EMULATORS } from '../../support/emulators/emulators.ts';
import { DEMO_PASSWORD } from '../../support/stack/signIn.ts';
import { AGENT } from './people.ts';
import { paint } from './screen.ts';

/** What to do first. */
export const openLine = (webUrl: string): string =>
  `  ${paint('bold', 'Open')} ${paint(['bold', 'cyan'], webUrl)} and choose ${paint('bold', AGENT.name)}.`;

/** `  Functions   http://127.0.0.1:8080`, a line each. */
export const table = (rows: readonly (readonly [name: string, value: string])[]): string =>
  rows.map(([name, value]) => `  ${paint('bold', name.padEnd(15))}${value}`).join('\n');

export const emulatorRows = (): [string, string][] =>
  EMULATOR_NAMES.map((name) => {
    const { title, variable } = EMULATORS[name];
    return [title, `${process.env[variable]}  ${paint('dim', variable)}`];
  });

export const agentRow: [string, string] = ['Agent', `${AGENT.address}, password ${DEMO_PASSWORD}`];

/**
 * What the README's calls begin with. The owner's token of the Auth emulator lets `targetProjectId` name the project,
 * whichever the emulator's own is.
 */
export function curlLines(projectId: string, functionsUrl: string, mailboxId?: MailboxId): string {
  const signIn = `http://${process.env[EMULATORS.auth.variable]}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword`;
  const json = "-H 'Content-Type: application/json'";
  return `  export ID_TOKEN=$(curl -s -H 'Authorization: Bearer owner' ${json} \\
    ${signIn} \\
    -d '{"email": "${AGENT.address}", "password": "${DEMO_PASSWORD}", "returnSecureToken": true,
         "targetProjectId": "${projectId}"}' \\
    | sed -n 's/.*"idToken": *"\\([^"]*\\)".*/\\1/p')
${mailboxId === undefined ? '' : `  export MAILBOX_ID=${mailboxId}\n`}  curl -s -H "Authorization: Bearer $ID_TOKEN" ${json} -d '{"data": {}}' \\
    ${functionsUrl}/getSyncStatus`;
}
