import { Command, CommanderError } from 'commander';
import { createLog } from '../../shared/adapters/logging/createLog.ts';
import { redact } from '../../shared/adapters/logging/redact.ts';
import { SyncError } from '../../shared/domain/syncError.ts';
import { type App, createApp } from '../app.ts';
import { InvalidConfig, readConfig } from '../config.ts';
import type { Admin } from './admin.ts';
import { addCommands } from './commands.ts';
import { idsLast } from './idsLast.ts';
import { Interrupted, Refused, Terminal } from './terminal.ts';

const terminal = new Terminal();
const program = new Command('admin');
/** stdout is for results. */
const log = createLog({
  level: 'DEBUG',
  write: {
    write(line) {
      if (program.opts<{ verbose?: boolean }>().verbose) process.stderr.write(line);
    },
  },
});
let joined: App | undefined;

const admin: Admin = {
  terminal,
  app() {
    joined ??= createApp(readConfig(), { log });
    return joined;
  },
};

program
  .usage('<group> <command> [options]')
  .description(
    'Operations of Native Gmail Sync, on the project and the emulators that the environment names.',
  )
  .option('--json', 'print results as JSON')
  .option('--verbose', 'print the log, on stderr')
  .configureOutput({ outputError: (told, write) => write(`${inOneLine(told)} See --help.\n`) })
  .exitOverride()
  .hook('preAction', () => {
    terminal.isJson = program.opts<{ json?: boolean }>().json ?? false;
  });

addCommands(program, admin);

const inOneLine = (told: string): string =>
  told
    .replace(/^error: /, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(/^./, (first) => first.toUpperCase())
    .replace(/([^.?)])$/, '$1.');

/** 0: done. 1: it could not be done. 2: it was not asked for rightly, or the configuration is wrong. */
async function run(): Promise<number> {
  try {
    await program.parseAsync(idsLast(process.argv.slice(2)), { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has said it already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    // Ctrl-C at a question.
    if (error instanceof Error && error.name === 'ExitPromptError') return 130;
    if (error instanceof Interrupted) return 130;
    process.stderr.write(`${inOneLine(sentenceOf(error))}\n`);
    if (error instanceof Refused) return error.exitCode;
    log.event('unexpectedFailure', { function: 'admin', error });
    return error instanceof InvalidConfig ? 2 : 1;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof Refused || error instanceof InvalidConfig) return error.message;
  if (error instanceof SyncError) {
    const what = redact(error.message);
    return error.retryable ? `${what}. Try again in a minute` : `${what}. Look at the cause with --verbose`;
  }
  return `Unexpected: ${redact(error instanceof Error ? error.message : String(error))}`;
}

const exitCode = await run();
// What the clients keep open would hold the process.
process.stdout.write('', () => process.exit(exitCode));
