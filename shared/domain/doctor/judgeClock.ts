import { counted, type Finding, notChecked, ok, warning, wrong } from './finding.ts';

const CHECK = 'clock';
const MAX_SKEW_MS = 60_000;
/** HTTP dates are whole seconds. */
const HALF_A_SECOND_MS = 500;

/** Google's time in an answer, and ours before and after it. */
export interface ClockFacts {
  readonly told: Date;
  readonly askedAt: Date;
  readonly answeredAt: Date;
}

/** Leases, tokens and claims compare our time with that of others. */
export function judgeClock(facts: ClockFacts | undefined): Finding {
  if (!facts) return notChecked(CHECK, 'no answer of Google’s has told the time');
  const ours = (facts.askedAt.getTime() + facts.answeredAt.getTime()) / 2;
  const skewMs = ours - facts.told.getTime() - HALF_A_SECOND_MS;
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  if (Math.abs(skewMs) <= MAX_SKEW_MS)
    return ok(CHECK, seconds === 0 ? 'agrees with Google’s' : `${counted(seconds, 'second')} from Google’s`);
  return warning(
    CHECK,
    `this machine is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} Google: tokens and leases go wrong`,
    'sudo timedatectl set-ntp true',
  );
}

const NEEDED = 24;

export function judgeNode(version: string): Finding {
  const check = 'Node';
  const major = Number(/^v?(\d+)\./.exec(version)?.[1]);
  if (major >= NEEDED) return ok(check, version);
  return wrong(
    check,
    `${version} is too old: ${NEEDED} is needed`,
    'npm run admin -- doctor, which brings its own',
  );
}
