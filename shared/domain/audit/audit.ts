import type { AuditId, MailboxId } from '../ids.ts';

/** What an audit can find. Each means that the engine has a bug, or that Gmail has lost a record of its history. */
export const FINDING_KINDS = [
  /** Gmail lists it, and the ledger has nothing of it or takes it for hidden. */
  'missing',
  /** Stored here, and gone in Gmail. */
  'extra',
  /** Labels, read state or deletion are unlike Gmail's. */
  'differing',
  /** The ledger names a message that does not have the mailbox's copy, or a message has a copy that no entry names. */
  'dangling',
  /** A conversation's counts or last message are unlike its messages. */
  'counts',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export interface Finding {
  /** Where there are more than are kept, a page that was looked at twice counts twice. */
  readonly count: number;
  /** Of messages in Gmail; of conversations for `counts`. The first hundred. */
  readonly ids: readonly string[];
  /** How many of them were seen to. */
  readonly repaired: number;
}

export const AUDIT_STEPS = ['arrivals', 'copies'] as const;

/** Where an audit goes on: the page of a step's listing, null for its first. */
export interface AuditPlace {
  readonly step: (typeof AUDIT_STEPS)[number];
  readonly pageToken: string | null;
}

/** How much was looked at. */
export interface Looked {
  readonly arrivals: number;
  readonly copies: number;
  readonly conversations: number;
}

/** A mailbox's listing in Gmail, compared with its ledger and messages: the report, and how far it is. */
export interface Audit {
  readonly auditId: AuditId;
  readonly mailboxId: MailboxId;
  readonly repair: boolean;
  /** Mail that is older by Gmail's time is not looked at. */
  readonly since: Date;
  readonly startedAt: Date;
  /** When it last got on, or was queued once more. */
  readonly movedAt: Date;
  readonly finishedAt: Date | null;
  /** `stopped`: the mailbox was not to be asked any further; `stoppedBy` says why. */
  readonly outcome: 'running' | 'finished' | 'stopped';
  readonly stoppedBy: string | null;
  readonly place: AuditPlace;
  readonly looked: Looked;
  readonly findings: Readonly<Partial<Record<FindingKind, Finding>>>;
  /** The document may be deleted from this time on. */
  readonly expireAt: Date;
}

/** What one page has found: ids by kind. */
export type Found = Readonly<Partial<Record<FindingKind, readonly string[]>>>;

/** A week, and a day more, so that a round that is late leaves nothing out. */
export const WEEKLY_DAYS = 8;

const DAY_MS = 24 * 60 * 60_000;
const KEPT_MS = 90 * DAY_MS;
const KEPT_IDS = 100;
const NOTHING: Finding = { count: 0, ids: [], repaired: 0 };

export function beginAudit(
  existing: Audit | undefined,
  asked: { auditId: AuditId; mailboxId: MailboxId; days: number; repair: boolean; now: Date },
): Audit {
  if (existing) return existing;
  const { auditId, mailboxId, repair, now } = asked;
  return {
    auditId,
    mailboxId,
    repair,
    since: new Date(now.getTime() - asked.days * DAY_MS),
    startedAt: now,
    movedAt: now,
    finishedAt: null,
    outcome: 'running',
    stoppedBy: null,
    place: { step: 'arrivals', pageToken: null },
    looked: { arrivals: 0, copies: 0, conversations: 0 },
    findings: {},
    expireAt: new Date(now.getTime() + KEPT_MS),
  };
}

/** Written before anything is repaired: a process that dies in between must not take the finding with it. */
export const noteFindings =
  (found: Found) =>
  (audit: Audit): Audit => {
    const findings = { ...audit.findings };
    for (const kind of FINDING_KINDS) {
      const before = findings[kind] ?? NOTHING;
      const fresh = (found[kind] ?? []).filter((id) => !before.ids.includes(id));
      if (fresh.length === 0) continue;
      findings[kind] = {
        ...before,
        count: before.count + fresh.length,
        ids: [...before.ids, ...fresh].slice(0, KEPT_IDS),
      };
    }
    return { ...audit, findings };
  };

/** A page is done with, and repaired where that was asked for. Whoever did it again, because it was slow, changes nothing. */
export const turnAuditPage =
  (from: AuditPlace, { next, looked }: { next: string | null; looked: Partial<Looked> }, now: Date) =>
  (audit: Audit): Audit => {
    const isThere = audit.place.step === from.step && audit.place.pageToken === from.pageToken;
    if (audit.outcome !== 'running' || !isThere) return audit;
    const turned = { ...audit, looked: sum(audit.looked, looked), findings: seenTo(audit), movedAt: now };
    if (next !== null) return { ...turned, place: { ...from, pageToken: next } };
    const step = AUDIT_STEPS[AUDIT_STEPS.indexOf(from.step) + 1];
    if (step === undefined) return { ...turned, outcome: 'finished', finishedAt: now };
    return { ...turned, place: { step, pageToken: null } };
  };

export const stopAudit =
  (stoppedBy: string, now: Date) =>
  (audit: Audit): Audit =>
    audit.outcome === 'running' ? { ...audit, outcome: 'stopped', stoppedBy, finishedAt: now } : audit;

/** The job of one that had stopped is queued once more; not of one that goes on since. */
export const redriveAudit =
  (stopped: Audit, now: Date) =>
  (audit: Audit | undefined): Audit | undefined =>
    audit?.outcome === 'running' && audit.movedAt.getTime() === stopped.movedAt.getTime()
      ? { ...audit, movedAt: now }
      : undefined;

/** How far back it was asked to look. */
export const daysOf = ({ startedAt, since }: Audit): number =>
  Math.max(1, Math.round((startedAt.getTime() - since.getTime()) / DAY_MS));

function seenTo({ repair, findings }: Audit): Audit['findings'] {
  if (!repair) return findings;
  return Object.fromEntries(
    Object.entries(findings).map(([kind, finding]) => [kind, { ...finding, repaired: finding.count }]),
  );
}

function sum(a: Looked, b: Partial<Looked>): Looked {
  return {
    arrivals: a.arrivals + (b.arrivals ?? 0),
    copies: a.copies + (b.copies ?? 0),
    conversations: a.conversations + (b.conversations ?? 0),
  };
}
