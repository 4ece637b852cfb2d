import { ASSUMPTIONS, type Assumptions, assumed } from './assumptions.ts';
import { optionOf } from './tables.ts';

export interface Asked {
  readonly help: boolean;
  /** The tables of docs/scale.md are asked for. */
  readonly page: boolean;
  readonly given: Assumptions;
  /** Of the first argument that is. */
  readonly wrong?: string;
}

/** Reads what the command line says otherwise: `--mails-per-day 80` or `--mails-per-day=80`. */
export function readAssumptions(args: readonly string[]): Asked {
  const said: Partial<Record<keyof Assumptions, number>> = {};
  const words = args.flatMap((arg) => (arg.startsWith('--') ? splitOnce(arg) : [arg]));
  const asked = { help: false, page: false };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--help' || word === '-h') asked.help = true;
    else if (word === '--page') asked.page = true;
    else {
      const name = NAMES.find((each) => optionOf(each) === word);
      if (!name) return { ...asked, given: assumed(), wrong: `There is no option ${word}` };
      const value = Number(words[at + 1] || Number.NaN);
      const { least, most } = ASSUMPTIONS[name];
      if (!(value >= least && value <= most)) {
        return { ...asked, given: assumed(), wrong: `${word} wants a number from ${least} to ${most}` };
      }
      said[name] = value;
      at += 1;
    }
  }
  return { ...asked, given: assumed(said) };
}

const isName = (name: string): name is keyof Assumptions => name in ASSUMPTIONS;
const NAMES = Object.keys(ASSUMPTIONS).filter(isName);

function splitOnce(arg: string): readonly string[] {
  const at = arg.indexOf('=');
  return at < 0 ? [arg] : [arg.slice(0, at), arg.slice(at + 1)];
}
