import { z } from 'zod';
import { callEnd } from '../shared/domain/rounds/round.ts';
import { queuePoll } from '../shared/sync/rounds/queuePoll.ts';
import { resumeRounds } from '../shared/sync/rounds/resumeRounds.ts';
import { scheduled } from './scheduled.ts';

const SECONDS = 'is a whole number of seconds from 0 to 86400';

/** Mailboxes that had a run more recently are left alone. */
const Query = z.object({
  quietSeconds: z.coerce.number(SECONDS).int(SECONDS).min(0, SECONDS).max(86_400, SECONDS).default(60),
});

/** The fallback where no notification came, and where anything else has stopped half way. */
scheduled('pollMailboxes', Query, async (deps, { quietSeconds }) => {
  const endsAt = callEnd(deps.clock.now());
  const answer = await queuePoll(deps, { quietMs: quietSeconds * 1_000, endsAt });
  await resumeRounds(deps, { endsAt });
  return answer;
});
