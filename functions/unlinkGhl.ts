import { REMOVE_AT_GHL } from '../shared/domain/advice/linkAdvice.ts';
import { unlinkGhl } from '../shared/sync/linking/unlinkGhl.ts';
import { callable } from './callable.ts';
import { unknownDocument } from './refusals.ts';

/** An agent ends the link of a location to GoHighLevel. */
callable('unlinkGhl', async (deps, { agent, input: { locationId } }) => {
  if (!agent.locationIds.includes(locationId)) throw unknownDocument('location');
  const { outcome: status } = await unlinkGhl(deps, { locationId, uid: agent.uid });
  return { status, ...(status === 'unlinked' && { advice: REMOVE_AT_GHL }) };
});
