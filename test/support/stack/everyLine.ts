// node --import everyLine.ts functions/serve.ts: writes the lines, too, that are below the log's level.
import { LOG_EVENTS } from '../../../shared/domain/logEvents.ts';

for (const event of Object.values(LOG_EVENTS)) {
  if (event.severity === 'DEBUG') Object.assign(event, { severity: 'INFO' });
}
