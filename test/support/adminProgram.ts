import { Command, CommanderError } from 'commander';
import { addCommands } from '../../functions/admin/commands.ts';
import { Terminal } from '../../functions/admin/terminal.ts';

/** The command line as it is, of which no command does anything: for what it takes, and what it says of itself. */
export function adminProgram(): Command {
  const program = new Command('admin')
    .option('--json')
    .option('--verbose')
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} });
  const app = () => {
    throw new Error('Nothing is to be done here');
  };
  addCommands(program, { terminal: new Terminal(), app });
  for (const command of commandsOf(program)) command.action(() => {});
  return program;
}

/** Those that do something: neither groups nor `help`. */
export function commandsOf(command: Command): readonly Command[] {
  if (command.commands.length === 0) return [command];
  return command.commands.flatMap(commandsOf);
}

/** `mailboxes audit`. */
export function nameOf(command: Command): string {
  const parents = command.parent ? nameOf(command.parent) : '';
  return command.parent ? `${parents} ${command.name()}`.trim() : '';
}

/** What is wrong with a line, in commander's words; undefined where it would be carried out. */
export async function refusalOf(line: string): Promise<string | undefined> {
  try {
    await adminProgram().parseAsync(wordsOf(line), { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? undefined : error.message;
  }
}

/** As a shell takes a line apart, as far as ours are written. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/(?:'([^']*)'|"([^"]*)"|([^\s'"]+))+/g)].map(([word]) => word.replace(/['"]/g, ''));
