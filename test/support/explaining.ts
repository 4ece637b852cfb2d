import { expect } from '@jest/globals';
import type { MailQuestion } from '../../shared/domain/callables/explainMessage.ts';
import { Explanation } from '../../shared/domain/explanation.ts';
import { GmailMessageId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/tenancy.ts';
import { explainMessage } from '../../shared/sync/agents/explainMessage.ts';
import { anAddress } from './builders.ts';
import type { Scene } from './scene.ts';
import type { World } from './world.ts';

export const id = (gmailId: string): MailQuestion => ({ gmailId: GmailMessageId(gmailId) });
export const told = (text: string) => expect.stringContaining(text);
export const fromStranger = ({ emailAddress }: Scene, from = anAddress('stranger')) => ({
  from,
  to: emailAddress,
});

/** What the agent is told; never at more than a search and a get, and in the promised form. */
export async function why(
  world: World,
  { mailboxId, agent, account }: Scene,
  mail: MailQuestion,
  asker: Agent = agent,
): Promise<Explanation | 'unknown'> {
  account.usage.reset();
  const answer = await explainMessage(world.app, { agent: asker, mailboxId, mail });
  expect(account.usage.units).toBeLessThanOrEqual(5 + 20);
  if (answer !== 'unknown') {
    expect(Explanation.parse(answer)).toEqual(answer);
  }
  return answer;
}
