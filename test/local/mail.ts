import { parseArgs } from 'node:util';
import { Answer, runningPort } from './demo/control.ts';
import { DemoError, UsageError } from './demo/demoError.ts';
import { usageError } from './demo/options.ts';

const HELP = `Usage: npm run mail -- --from <person> [--subject <text>] [--body <text>]

Delivers a mail to the mailbox of the demo that runs in another terminal (npm start), and says what became of it.

  --from <person>     such as 'Ann Archer <ann.archer@example.com>'; mail of unknown people is skipped
  --subject <text>    Hello, unless given
  --body <text>       Are you there?, unless given
  --help              this text`;

async function main(): Promise<void> {
  const { help, ...mail } = readArguments();
  if (help) return console.log(HELP);
  const answer = await post(mail);
  if ('error' in answer) throw new UsageError(`${answer.error}. --help shows how.`);
  console.log(answer.told);
  if (!answer.settled) process.exitCode = 1;
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        from: { type: 'string' },
        subject: { type: 'string' },
        body: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw usageError(error, '--help lists the options.');
  }
}

async function post(mail: object): Promise<Answer> {
  const port = runningPort();
  if (port === undefined) throw noDemo();
  try {
    const response = await fetch(`http://127.0.0.1:${port}/mail`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(mail),
    });
    return Answer.parse(await response.json());
  } catch (error) {
    throw noDemo(error);
  }
}

/** The file of a demo that was killed is still there, and its port may be anybody's. */
const noDemo = (cause?: unknown) =>
  new DemoError('No demo is running: start one in another terminal with npm start.', { cause });

try {
  await main();
} catch (error) {
  if (!(error instanceof DemoError || error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
