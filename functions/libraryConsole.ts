import { captureConsole } from '../shared/adapters/logging/captureConsole.ts';
import { createLog } from '../shared/adapters/logging/createLog.ts';

// Imported before every other: firebase-functions keeps the console as it is when it is loaded.
captureConsole(createLog(), globalThis.console);
