import type { Command } from 'commander';
import { counted, type Finding, type FindingStatus } from '../../shared/domain/doctor/finding.ts';
import type { Admin } from './admin.ts';
import { examine } from './examine.ts';
import { Refused } from './terminal.ts';

/** What is wrong, in words. */
export function addDoctor(program: Command, admin: Admin): void {
  program
    .command('doctor')
    .description(
      'check configuration, secrets, Firestore, Pub/Sub, Scheduler and the sync, and say what is wrong; changes nothing',
    )
    .option('--ghl', 'try the link of each location at GHL as well, one call each')
    .action((told: { ghl?: boolean }) => doctor(admin, told));
}

async function doctor({ terminal, app }: Admin, { ghl = false }: { ghl?: boolean }): Promise<void> {
  const findings = await examine({ tryLinks: ghl ? app : undefined });
  terminal.page(linesOf(findings).join('\n'), findings);
  const count = (of: FindingStatus) => findings.filter(({ status }) => status === of).length;
  const summary = `${count('ok')} ok, ${counted(count('warning'), 'warning')}, ${count('wrong')} wrong, ${count('notChecked')} not checked`;
  const sentence = `${counted(findings.length, 'check')}: ${summary}.`;
  if (count('wrong') > 0) throw new Refused(sentence);
  terminal.note(sentence);
}

const WORDS: Readonly<Record<FindingStatus, string>> = {
  ok: 'ok',
  warning: 'warning',
  wrong: 'wrong',
  notChecked: 'not checked',
};

const WIDTH = Math.max(...Object.values(WORDS).map((word) => word.length));

function linesOf(findings: readonly Finding[]): readonly string[] {
  const width = Math.max(...findings.map(({ check }) => check.length));
  return findings.map(({ check, status, says, mend }) => {
    const told = mend === null ? says : `${says} → ${mend}`;
    return `${WORDS[status].padEnd(WIDTH)}  ${check.padEnd(width)}  ${told}`;
  });
}
