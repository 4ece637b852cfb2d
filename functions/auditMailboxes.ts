import { z } from 'zod';
import { queueAudits } from '../shared/sync/rounds/queueAudits.ts';
import { scheduled } from './scheduled.ts';

/** Every week: what Gmail lists is compared with what is stored. */
scheduled('auditMailboxes', z.object({}), (deps) => queueAudits(deps));
