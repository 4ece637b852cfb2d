import type { App } from '../app.ts';
import type { Terminal } from './terminal.ts';

/** What every command works with. */
export interface Admin {
  readonly terminal: Terminal;
  /** Joined when a command needs it: `--help` needs no configuration. @throws InvalidConfig */
  app(): App;
}
