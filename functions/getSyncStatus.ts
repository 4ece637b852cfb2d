import { z } from 'zod';
import { describeSync } from '../shared/sync/describeSync.ts';
import { callable } from './callable.ts';

/** The state of the caller's mailboxes. */
callable('getSyncStatus', z.strictObject({}), (deps, { agent }) => describeSync(deps, agent));
