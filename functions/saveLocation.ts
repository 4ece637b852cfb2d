import { HttpsError } from 'firebase-functions/https';
import { settingsOf } from '../shared/domain/locationSettings.ts';
import { changeLocation } from '../shared/sync/agents/changeLocation.ts';
import { callable } from './callable.ts';
import { unknownDocument } from './refusals.ts';

/** An agent changes settings of a location. */
callable('saveLocation', async (deps, { agent, input }) => {
  const decision = await changeLocation(deps, { by: agent, ...input });
  switch (decision.outcome) {
    case 'saved':
      return { locationId: input.locationId, ...settingsOf(decision.location) };
    case 'unknown':
      throw unknownDocument('location');
    case 'changedMeanwhile':
      throw new HttpsError(
        'aborted',
        'Somebody else has changed whom this location leaves out: nothing was changed. Look at the list again, and change it then.',
      );
    case 'notLinked':
      throw new HttpsError(
        'failed-precondition',
        'This location is not linked to GoHighLevel: nothing was changed. Link it first, or leave `ghl` out.',
      );
    default:
      return decision satisfies never;
  }
});
