import type { FortnightBox, Population } from './population.ts';
import type { RandomStream } from './randomStream.ts';

/** How far back people answer. */
const ANSWERED = 12;

/** One of the newest mails is answered in its thread, by the agent or by who else is in it. */
export function replyInThread(population: Population, { account }: FortnightBox, random: RandomStream): void {
  const answerable = account
    .messages()
    .filter(({ labelIds }) => !labelIds.some((label) => ['DRAFT', 'SPAM', 'TRASH'].includes(label)));
  if (answerable.length === 0) return;
  const answered = random.pick(answerable.slice(-ANSWERED));
  const [person] = [...answered.from, ...answered.to].filter((address) => !account.owns(address));
  const mail = {
    ...population.nextMail(),
    threadId: answered.threadId,
    inReplyTo: answered.messageId,
    references: answered.messageId,
    text: `Yes.\n\n> ${answered.subject}`,
  };
  const subject = `Re: ${answered.subject} (${mail.subject})`;
  if (person === undefined) return;
  if (random.chance(0.5)) account.sent({ ...mail, subject, from: account.address, to: person });
  else account.deliver({ ...mail, subject, from: person, to: account.address });
}
