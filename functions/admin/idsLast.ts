/** A mailbox's id that looks like an option, as one in 64 does; options have no capitals and digits. */
const DASHED_ID = /^-(?=.*[A-Z0-9_])[\w-]{26}$/;

/** The command line with such ids behind `--`, where they are taken for what they are. */
export function idsLast(args: readonly string[]): readonly string[] {
  const ids = args.filter((arg) => DASHED_ID.test(arg));
  if (ids.length === 0 || args.includes('--')) return args;
  return [...args.filter((arg) => !ids.includes(arg)), '--', ...ids];
}
