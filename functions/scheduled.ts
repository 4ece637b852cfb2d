import { http } from '@google-cloud/functions-framework';
import type { z } from 'zod';
import { type App, app } from './app.ts';
import { isScheduledCaller } from './scheduledCaller.ts';

/**
 * Registers a function that Cloud Scheduler calls, or a person with the cron secret. It answers its counts as JSON; what
 * is wrong in the query is named, and a failure is logged: calling it again goes on.
 */
export function scheduled<Schema extends z.ZodType>(
  name: string,
  query: Schema,
  handle: (deps: App, query: z.output<Schema>) => Promise<object>,
): void {
  http(name, async (request, response) => {
    const deps = app();
    if (!isScheduledCaller(request.headers.authorization, deps.config, deps.clock.now())) {
      response.status(401).json({ error: 'Send the header "Authorization: Bearer <CRON_SECRET>".' });
      return;
    }
    const parsed = query.safeParse(request.query);
    if (!parsed.success) {
      const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
      response.status(400).json({ error: problems.join('; ') });
      return;
    }
    try {
      response.json(await handle(deps, parsed.data));
    } catch (error) {
      deps.log.event('unexpectedFailure', { function: name, error });
      response.status(500).json({ error: 'It stopped half way. It has been logged; call it again.' });
    }
  });
}
