import type { FaultReply } from '../gmail/faults.ts';
import { googleErrors } from '../gmail/googleError.ts';
import { playMail } from './playMail.ts';
import { playRuns } from './playRuns.ts';
import { pollAll } from './pollAll.ts';
import type { CloudStep, FaultName, Step } from './story.ts';
import type { Universe } from './universe.ts';

export async function playStep(universe: Universe, step: Step): Promise<void> {
  universe.ground.clock.pass(1_001);
  switch (step.do) {
    case 'run':
      return playRuns(universe, step);
    case 'fault':
    case 'expire':
    case 'revoke':
    case 'reconnect':
    case 'wait':
    case 'queuePoll':
    case 'loseJob':
      return playCloud(universe, step);
    default:
      return playMail(universe, step);
  }
}

async function playCloud(universe: Universe, step: CloudStep): Promise<void> {
  const { clock, gmail } = universe.ground;
  switch (step.do) {
    case 'fault':
      return addFault(universe, step);
    case 'expire':
      return universe.box(step.box).account.expireHistory();
    case 'revoke':
      return gmail.oauth.revokeGrant(universe.box(step.box).account.address);
    case 'reconnect':
      // A person who meets a fault here sees an error and may try again.
      return universe.connect(universe.box(step.box)).catch(() => {});
    case 'wait':
      return clock.pass(step.minutes * 60_000);
    case 'queuePoll':
      return pollAll(universe);
    case 'loseJob':
      if (universe.queue.length > 0) universe.queue.splice(step.nth % universe.queue.length, 1);
      return;
    default:
      return step satisfies never;
  }
}

/** Without a reply the answer is only late. */
const REPLIES: Readonly<Record<FaultName, FaultReply | undefined>> = {
  close: 'close',
  unavailable: googleErrors.backend(),
  rateLimited: googleErrors.userRateLimitExceeded(),
  tooMany: googleErrors.tooManyConcurrent(),
  dailyLimit: googleErrors.dailyLimitExceeded(),
  unauthorized: googleErrors.invalidCredentials(),
  // Not even an object: one without its fields could be a list with nothing in it.
  malformed: { status: 200, body: [7] },
  notFound: googleErrors.notFound(),
  late: undefined,
};

function addFault(universe: Universe, step: Extract<CloudStep, { do: 'fault' }>): void {
  const box = universe.box(step.box);
  const { method, skip } = step;
  // The token endpoint answers in another way than Gmail, and knows no account.
  const isToken = method === 'oauth.token';
  const reply = isToken && step.reply !== 'close' ? 'unavailable' : step.reply;
  const times = timesOf(box.spoilable, method, reply, step.times);
  if (times === 0) return;
  universe.ground.gmail.faults.add({
    method,
    times,
    skip,
    ...(!isToken && { account: box.account.address }),
    ...(REPLIES[reply] ? { reply: REPLIES[reply] } : { delayMs: 2 }),
  });
}

/** One message that is spoilt again and again would rightly be given up. */
function timesOf(
  left: { malformed: number; notFound: number },
  method: string,
  reply: FaultName,
  wanted: number,
): number {
  if (method !== 'messages.get' || (reply !== 'malformed' && reply !== 'notFound')) return wanted;
  const times = Math.min(left[reply], wanted);
  left[reply] -= times;
  return times;
}
