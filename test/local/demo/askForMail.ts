import { createInterface } from 'node:readline/promises';
import { OwnMail } from './ownMail.ts';
import { type Person, parsePerson, titleOf } from './person.ts';
import { paint } from './screen.ts';

/** Asks at the terminal for a mail; Enter takes what is offered. Undefined when the person gives up with Ctrl-D. */
export async function askForMail(
  contacts: readonly Person[],
  stop: AbortController,
): Promise<OwnMail | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const givenUp = new AbortController();
  terminal.once('SIGINT', () => stop.abort()).once('close', () => givenUp.abort());
  const signal = AbortSignal.any([stop.signal, givenUp.signal]);
  const ask = async (what: string, offered: string) => {
    const answer = await terminal.question(`  ${what.padEnd(9)}${paint('dim', `[${offered}]`)} `, { signal });
    return answer.trim() || offered;
  };
  try {
    const from = await askForSender(contacts, ask);
    const { subject, body } = OwnMail.parse({ from: from.address });
    return { from, subject: await ask('Subject', subject), body: await ask('Body', body) };
  } catch (error) {
    if (!signal.aborted) throw error;
    process.stdout.write('\n');
    return undefined;
  } finally {
    terminal.close();
  }
}

/** By number or by address, until it is one. */
async function askForSender(
  contacts: readonly Person[],
  ask: (what: string, offered: string) => Promise<string>,
): Promise<Person> {
  console.log(`  ${contacts.map((contact, index) => `${index + 1} ${titleOf(contact)}`).join('   ')}`);
  for (;;) {
    const answer = await ask('From', '1');
    const chosen = contacts[Number(answer) - 1] ?? parsePerson(answer);
    if (chosen) return chosen;
    console.log(`  "${answer}" is neither a number from 1 to ${contacts.length} nor an address.`);
  }
}
