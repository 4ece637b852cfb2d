import { randomUUID } from 'node:crypto';
import { CALLABLES, type CallableInput } from '../../shared/domain/callables/callables.ts';
import type { SendDeps } from '../../shared/sync/sending/sendDeps.ts';
import { sendMessage } from '../../shared/sync/sending/sendMessage.ts';
import type { Fault } from './gmail/faults.ts';
import type { Scene } from './scene.ts';
import type { World } from './world.ts';

export type Letter = CallableInput<'sendMessage'>;

/** A mail to the scene's contact, with a requestId of its own. */
export const aLetter = (
  { mailboxId, contactAddress }: Pick<Scene, 'mailboxId' | 'contactAddress'>,
  changes: Partial<Letter> = {},
): Letter => ({
  mailboxId,
  requestId: randomUUID(),
  to: [contactAddress],
  subject: 'The flat',
  text: 'Is it still free?',
  ...changes,
});

/** The scene's agent asks for it. */
export const sendAs = (deps: SendDeps, { agent }: Pick<Scene, 'agent'>, letter: Letter) =>
  sendMessage(deps, { agent, input: CALLABLES.sendMessage.input.parse(letter) });

/** Sends it and is told that it is sent. */
export async function sent(deps: SendDeps, scene: Scene, letter: Letter = aLetter(scene)) {
  const answer = await sendAs(deps, scene, letter);
  if (answer.outcome !== 'sent') throw new Error(`Not sent: ${JSON.stringify(answer)}`);
  return answer;
}

/** What becomes of the next attempt to send. */
export const sendFault = (
  { gmail }: World,
  { emailAddress: account }: Scene,
  reply: Exclude<Fault['reply'], undefined>,
  when: 'before' | 'after' = 'before',
) => gmail.faults.add({ method: 'messages.send', account, reply, when });

/** What was sent, by its subjects. */
export const sentBy = ({ account }: Scene) =>
  account.messages().flatMap(({ labelIds, subject }) => (labelIds.includes('SENT') ? subject : []));

/** What the calls of `work` cost. */
export async function costOf({ firestore }: World, { account }: Scene, work: () => Promise<unknown>) {
  firestore.reset();
  account.usage.reset();
  await work();
  const { reads, writes, deletes } = firestore.counts();
  return { units: account.usage.units, reads, writes, deletes };
}
