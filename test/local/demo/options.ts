import { parseArgs } from 'node:util';
import { UsageError } from './demoError.ts';
import { type Person, parsePerson } from './person.ts';

export const HELP = `Usage: npm start [-- options]

Starts everything on this machine, to be opened in a browser, and shows mail flowing from Gmail through Pub/Sub into
Firestore: the emulators, a Gmail simulator, the functions, the app, an agent with a mailbox, and one without.

  --every <seconds>      a new mail every so often (4); 0: none but your own
  --for <seconds>        stop after that long; without it the demo runs until Ctrl-C
  --web-port <port>      port of the app (5080, or a free one where it is in use)
  --port <port>          port of the functions (8080, likewise)
  --contact <person>     one more contact, such as 'Ann Archer <ann@example.com>'; may be repeated
  --gmail <which>        simulator (default) or real
  --help                 this text

While it runs: m delivers a mail of your own, s shows a summary, p pauses and resumes, q or Ctrl-C quits.
From another terminal: npm run mail -- --from ann.archer@example.com --subject Hello --body 'Are you there?'

--gmail real connects a Gmail account of yours, with GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET from .env.local.
Nothing is delivered then and no notification can reach this machine, so the mailbox is polled: new mail shows up
after some seconds. Name the people whose mail is to be stored with --contact.

The Firestore emulator keeps nothing between runs. To keep the data while the demo restarts, leave "npm run emulators"
running in another terminal and set here the variables that it prints: emulators whose variable is set are reused.`;

export interface Options {
  readonly gmail: 'simulator' | 'real';
  /** Seconds between mails; 0 for none. */
  readonly every: number;
  /** Undefined: until somebody stops it. */
  readonly forSeconds: number | undefined;
  readonly port: number | undefined;
  readonly webPort: number | undefined;
  readonly contacts: readonly Person[];
}

const DAY = 86_400;

/** @throws UsageError */
export function readOptions(args: readonly string[]): Options | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  const { gmail } = values;
  if (gmail !== 'simulator' && gmail !== 'real') {
    throw new UsageError(`--gmail is "${gmail}": it is simulator or real.`);
  }
  if (gmail === 'real' && values.every !== undefined) {
    throw new UsageError('--every is for the Gmail simulator: with --gmail real no mail is delivered.');
  }
  return {
    gmail,
    every: seconds('--every', values.every ?? '4', 0),
    forSeconds: values.for === undefined ? undefined : seconds('--for', values.for, 1),
    port: port('--port', values.port),
    webPort: port('--web-port', values['web-port']),
    contacts: (values.contact ?? []).map(contact),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        every: { type: 'string' },
        for: { type: 'string' },
        port: { type: 'string' },
        'web-port': { type: 'string' },
        contact: { type: 'string', multiple: true },
        gmail: { type: 'string', default: 'simulator' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw usageError(error, '--help lists the options.');
  }
}

/** parseArgs explains at length; its first sentence names what is wrong. */
export function usageError(error: unknown, hint: string): UsageError {
  const [first = ''] = error instanceof Error ? error.message.split(/\. |\n/) : [String(error)];
  return new UsageError(`${first.replace(/\.$/, '')}. ${hint}`);
}

function seconds(option: string, value: string, least: number): number {
  const number = Number(value);
  if (/^\d+(\.\d+)?$/.test(value) && number >= least && number <= DAY) return number;
  throw new UsageError(`${option} is "${value}": it is a number of seconds from ${least} to ${DAY}.`);
}

function port(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^\d+$/.test(value) && number > 0 && number < 65_536) return number;
  throw new UsageError(`${option} is "${value}": it is a port from 1 to 65535.`);
}

function contact(value: string): Person {
  const person = parsePerson(value);
  if (person) return person;
  throw new UsageError(`--contact is "${value}": it is an address such as 'Ann Archer <ann@example.com>'.`);
}
