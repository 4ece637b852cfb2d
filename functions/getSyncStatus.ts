import { describeSync } from '../shared/sync/agents/describeSync.ts';
import { callable } from './callable.ts';

/** The state of the caller's mailboxes. */
callable('getSyncStatus', (deps, { agent }) => describeSync(deps, agent));
