import { z } from 'zod';
import { queueRenewals } from '../shared/sync/rounds/queueRenewals.ts';
import { scheduled } from './scheduled.ts';

/** Every day: Gmail's notifications end a week after they were asked for. */
scheduled('renewWatches', z.object({}), (deps) => queueRenewals(deps));
